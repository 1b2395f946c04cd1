import { defineElement, tagName } from './commercial-shopper-element.ts';
import { mount } from './mount-here.ts';

declare global {
  interface Window {
    CommercialShopper?: { mount: typeof mount };
  }
}

// Only while the tag itself runs does the browser say which one it is.
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;

defineElement(script?.src || location.href);
window.CommercialShopper ??= { mount };

const site = script?.dataset.site;
if (script && site) {
  const element = document.createElement(tagName);
  for (const [name, value] of Object.entries(script.dataset)) {
    if (value !== undefined)
      element.setAttribute(
        name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
        value,
      );
  }
  // A tag in the head has no place on the page: the shop then comes first in the body.
  if (script.closest('head')) addEventListener('DOMContentLoaded', () => document.body.prepend(element));
  else script.after(element);
}
