import { bringApp } from './bring-app.ts';
import { defineElement } from './commercial-shopper-element.ts';
import { mount } from './mount-here.ts';
import { placeTag } from './place-tag.ts';

/** What a page may ask of the shop once it is there. */
interface CommercialShopper {
  readonly mount: typeof mount;
  /** Runs `ask` with all this. Before the script has come, an array in this place takes the calls. */
  push(ask: (shop: CommercialShopper) => void): void;
}

declare global {
  interface Window {
    CommercialShopper?: CommercialShopper | ((shop: CommercialShopper) => void)[];
  }
}

// Only while a classic script runs does the browser say which one it is.
const found = document.currentScript ?? document.querySelector<HTMLScriptElement>('script[src*="/shopper.js"]');
const script = found && 'src' in found ? found : undefined;

const base = script?.src || location.href;
defineElement(base, () => bringApp(base));

const waiting = window.CommercialShopper ?? [];
if (Array.isArray(waiting)) {
  const shop: CommercialShopper = { mount, push: (ask) => ask(shop) };
  window.CommercialShopper = shop;
  waiting.map(shop.push);
}
if (script) placeTag(script, base);
