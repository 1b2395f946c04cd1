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

test('a tag that runs again, for example after the Back button has restored the page, inserts no second widget', () => {
  const tag = createTag({ site: 'pk_test_a' });
  for (let run = 0; run < 3; run++) mountScriptTag(tag, src);
  expect(sites()).toEqual(['pk_test_a']);
  expect(tag.nextElementSibling?.localName).toBe(TAG_NAME);
});

test('a page that was saved as HTML together with its widget gets no second widget', () => {
  mountScriptTag(createTag({ site: 'pk_test_a' }), src);
  const saved = page.innerHTML;
  page.innerHTML = saved;
  const tag = page.querySelector('script');
  if (!tag) throw new Error('no tag');
  mountScriptTag(tag, src);
  expect(sites()).toEqual(['pk_test_a']);
});

test('two tags for different sites each have a widget', () => {
  for (const site of ['pk_test_a', 'pk_test_b']) mountScriptTag(createTag({ site }), src);
  expect(sites()).toEqual(['pk_test_a', 'pk_test_b']);
});

test('inserts the widget once its target appears, and again when the target returns after a navigation', async () => {
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

test('a widget that the page has removed from its target is not inserted again', async () => {
  page.insertAdjacentHTML('beforeend', '<div id="kept-rates"></div>');
  mountScriptTag(createTag({ site: 'pk_test_a', target: '#kept-rates' }), src);
  document.querySelector(`#kept-rates ${TAG_NAME}`)?.remove();
  page.append('more');
  // Observers run in the order in which they were created, so the widget's observer has run before this one.
  await new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => resolve());
    observer.observe(page, { childList: true });
    page.append('again');
  });
  expect(sites()).toEqual([]);
});

test('logs to the console when a target does not appear', () => {
  vi.useFakeTimers();
  mountScriptTag(createTag({ site: 'pk_test_a', target: '#nowhere' }), src);
  expect(console.error).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(console.error).toHaveBeenCalledExactlyOnceWith(`${TAG_NAME}: no element matches "#nowhere"`);
});
