import { defineElement } from './commercial-shopper-element.ts';
import { loadApp } from './load-app.ts';
import { mount, mountScriptTag } from './mount.ts';

/** The `window.CommercialShopper` API. */
interface CommercialShopper {
  readonly mount: typeof mount;
  /**
   * Calls `callback` with this API. Until the script has loaded, the page can use an array in its place to queue
   * callbacks.
   */
  push(callback: (shop: CommercialShopper) => void): void;
}

declare global {
  interface Window {
    CommercialShopper?: CommercialShopper | ((shop: CommercialShopper) => void)[];
  }
}

const tags = [...document.querySelectorAll<HTMLScriptElement>('script[src*="/shopper.js"]')];
// `currentScript` is set only while a classic script runs. It is a different script if the page runs a copy of this
// script, as jQuery does, or has combined this script with others.
const base = (tags.find((tag) => tag === document.currentScript) ?? tags[0])?.src;

defineElement(base ?? location.href, (api) => loadApp(base ?? api));
const queue = window.CommercialShopper ?? [];
if (Array.isArray(queue)) {
  const shop: CommercialShopper = { mount, push: (callback) => callback(shop) };
  window.CommercialShopper = shop;
  queue.map(shop.push);
}
// Includes tags that did not run themselves. A tag that already has its widget does not get a second one.
for (const tag of tags) mountScriptTag(tag, tag.src);
