import { defineElement } from './commercial-shopper-element.ts';
import { loadApp } from './load-app.ts';
import { mount, mountScriptTag } from './mount.ts';

/** The `window.CommercialShopper` API. */
interface CommercialShopper {
  readonly mount: typeof mount;
  /**
   * Calls `callback` with this API. Before the script has loaded, a page can push callbacks to an array at
   * `window.CommercialShopper`.
   */
  push(callback: (shop: CommercialShopper) => void): void;
}

declare global {
  interface Window {
    CommercialShopper?: CommercialShopper | ((shop: CommercialShopper) => void)[];
  }
}

const tags = [...document.querySelectorAll<HTMLScriptElement>('script[src*="/shopper.js"]')];
// `currentScript` is set only while a classic script runs. If the page runs a copy of this script, as jQuery does, or
// has combined this script with others, `currentScript` is a different script.
const base = (tags.find((tag) => tag === document.currentScript) ?? tags[0])?.src;

defineElement(base ?? location.href, (api) => loadApp(base ?? api));
const queue = window.CommercialShopper ?? [];
if (Array.isArray(queue)) {
  const shop: CommercialShopper = { mount, push: (callback) => callback(shop) };
  window.CommercialShopper = shop;
  queue.map(shop.push);
}
// Inserts a widget for each tag, including tags that did not run. A tag whose widget already exists does not get a
// second widget. The tags in the head are last, because jQuery runs a tag of the page as a copy in the head.
for (const tag of tags.reverse()) mountScriptTag(tag, tag.src);
