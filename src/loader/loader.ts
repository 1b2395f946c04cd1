import { defineElement } from './commercial-shopper-element.ts';
import { loadApp } from './load-app.ts';
import { mount } from './mount.ts';
import { mountScriptTag } from './mount-script-tag.ts';

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

// `currentScript` is set only while a classic script runs. The loader is an HTML script, never an SVG one.
const script = (document.currentScript ??
  document.querySelector('script[src*="/shopper.js"]')) as HTMLScriptElement | null;

const base = script?.src || location.href;
defineElement(base, () => loadApp(base));

const queue = window.CommercialShopper ?? [];
if (Array.isArray(queue)) {
  const shop: CommercialShopper = { mount, push: (callback) => callback(shop) };
  window.CommercialShopper = shop;
  queue.map(shop.push);
}
if (script) mountScriptTag(script, base);
