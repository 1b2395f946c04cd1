import { loadApp } from './load-app.ts';
import { defineElement } from './commercial-shopper-element.ts';
import { mount } from './mount.ts';
import { mountScriptTag } from './mount-script-tag.ts';

/** What a page may ask of the shop once it is there. */
interface CommercialShopper {
  readonly mount: typeof mount;
  /** Runs `ask` with all this. Before the script has come, an array in this place takes the calls. */
  push(callback: (shop: CommercialShopper) => void): void;
}

declare global {
  interface Window {
    CommercialShopper?: CommercialShopper | ((shop: CommercialShopper) => void)[];
  }
}

// Only while a classic script runs does the browser say which one it is.
const scriptElement = document.currentScript ?? document.querySelector<HTMLScriptElement>('script[src*="/shopper.js"]');
const script = scriptElement && 'src' in scriptElement ? scriptElement : undefined;

const base = script?.src || location.href;
defineElement(base, () => loadApp(base));

const queue = window.CommercialShopper ?? [];
if (Array.isArray(queue)) {
  const shop: CommercialShopper = { mount, push: (callback) => callback(shop) };
  window.CommercialShopper = shop;
  queue.map(shop.push);
}
if (script) mountScriptTag(script, base);
