import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { defineElement, TAG_NAME } from './commercial-shopper-element.ts';
import { mountScriptTag } from './mount.ts';

beforeAll(() => defineElement('https://bff.invalid/', () => Promise.reject(new Error('not needed'))));
let page: HTMLElement;
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  page = document.createElement('main');
  document.body.append(page);
});
afterEach(() => {
  page.remove();
  for (const element of document.querySelectorAll(TAG_NAME)) element.remove();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const src = 'https://bff.invalid/v1/shopper.js';
/** Adds a script tag that the browser does not run, in a `div` on the page. */
function createTag(data: Record<string, string>): HTMLScriptElement {
  const tag = document.createElement('script');
  tag.type = 'text/plain';
  Object.assign(tag.dataset, data);
  const container = document.createElement('div');
  container.append(tag);
  page.append(container);
  return tag;
}
const sites = () => [...document.querySelectorAll(TAG_NAME)].map((element) => element.getAttribute('site'));

test('inserts no second widget when a script tag runs again, for example after Back has restored the page', () => {
  const tag = createTag({ site: 'pk_test_a' });
  for (let run = 0; run < 3; run++) mountScriptTag(tag, src);
  expect(sites()).toEqual(['pk_test_a']);
  expect(tag.nextElementSibling?.localName).toBe(TAG_NAME);
});

test('inserts no second widget on a page that was saved as HTML together with its widget', () => {
  mountScriptTag(createTag({ site: 'pk_test_a' }), src);
  const saved = page.innerHTML;
  page.innerHTML = saved;
  const tag = page.querySelector('script');
  if (!tag) throw new Error('no tag');
  mountScriptTag(tag, src);
  expect(sites()).toEqual(['pk_test_a']);
});

test('inserts a widget for each of two script tags with different sites', () => {
  for (const site of ['pk_test_a', 'pk_test_b']) mountScriptTag(createTag({ site }), src);
  expect(sites()).toEqual(['pk_test_a', 'pk_test_b']);
});

test('inserts the widget each time its target element appears', async () => {
  const tag = createTag({ site: 'pk_test_a', target: '#late-rates' });
  mountScriptTag(tag, src);
  expect(sites()).toEqual([]);
  const target = () => {
    const element = document.createElement('div');
    element.id = 'late-rates';
    return element;
  };
  const first = target();
  page.append(first);
  await vi.waitFor(() => expect(first.firstElementChild?.localName).toBe(TAG_NAME));
  first.remove();
  const second = target();
  page.append(second);
  await vi.waitFor(() => expect(second.firstElementChild?.localName).toBe(TAG_NAME));
  expect(sites()).toEqual(['pk_test_a']);
});

test('does not insert a widget again after the page has removed it from its target', async () => {
  page.insertAdjacentHTML('beforeend', '<div id="kept-rates"></div>');
  mountScriptTag(createTag({ site: 'pk_test_a', target: '#kept-rates' }), src);
  document.querySelector(`#kept-rates ${TAG_NAME}`)?.remove();
  page.append('more');
  // Observers run in the order of their creation, so the loader's observer runs before this observer.
  await new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => resolve());
    observer.observe(page, { childList: true });
    page.append('again');
  });
  expect(sites()).toEqual([]);
});

test('logs an error when the target does not appear within ten seconds', () => {
  vi.useFakeTimers();
  mountScriptTag(createTag({ site: 'pk_test_a', target: '#nowhere' }), src);
  expect(console.error).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(console.error).toHaveBeenCalledExactlyOnceWith(`${TAG_NAME}: no element matches "#nowhere"`);
});
