import { afterEach, expect, test, vi } from 'vitest';
import { loadApp } from './load-app.ts';
import { defineElement, TAG_NAME } from './commercial-shopper-element.ts';
import { mount } from './mount.ts';

// The test server serves the source as it is; the loader reaches it the way it reaches the built file.
const app = (file: string) => vi.stubGlobal('__APP__', [file, '']);
const here = `${location.origin}/`;
const missing = 'app-missing.js';
const source = '../src/widget/entry.ts';

afterEach(() => {
  for (const element of document.querySelectorAll(TAG_NAME)) element.remove();
  vi.unstubAllGlobals();
});

test('defining twice is harmless', () => {
  defineElement(here, () => loadApp(here));
  defineElement('https://elsewhere.invalid/', () => Promise.reject());
  expect(customElements.get(TAG_NAME)).toBeDefined();
});

test('children stay on show when the app cannot load, and the page is told', async () => {
  defineElement(here, () => loadApp(here));
  app(missing);
  const heard = new Promise<unknown>((resolve) => {
    document.addEventListener('shopper:error', (event) => resolve(event instanceof CustomEvent && event.detail), {
      once: true,
    });
  });
  const element = document.createElement(TAG_NAME);
  element.append('Call us for rates');
  document.body.append(element);
  expect(await heard).toEqual({ code: 'app_not_loaded' });
  expect(element.shadowRoot?.querySelector('slot')?.assignedNodes().length).toBe(1);
});

test('without children there is a button that tries again', async () => {
  defineElement(here, () => loadApp(here));
  app(missing);
  const element = document.createElement(TAG_NAME);
  document.body.append(element);
  const button = await vi.waitFor(() => {
    const found = element.shadowRoot?.querySelector('button');
    if (!found) throw new Error('no button yet');
    return found;
  });
  app(source);
  button.click();
  await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.shopper, .alert')).toBeTruthy());
});

test('an element that leaves and comes back mounts again', async () => {
  defineElement(here, () => loadApp(here));
  app(source);
  const shop = mount(document.body, { site: 'pk_test_fake', postalCode: '75201' });
  const element = document.querySelector(TAG_NAME);
  expect(element?.getAttribute('postal-code')).toBe('75201');
  await vi.waitFor(() => expect(element?.shadowRoot?.querySelector('div')).toBeTruthy());
  element?.remove();
  await vi.waitFor(() => expect(element?.shadowRoot?.querySelector('div')).toBeNull());
  if (element) document.body.append(element);
  await vi.waitFor(() => expect(element?.shadowRoot?.querySelector('div')).toBeTruthy());
  shop.destroy();
  shop.destroy();
  expect(element?.isConnected).toBe(false);
});
