import { TAG_NAME } from './commercial-shopper-element.ts';
import { setOptions } from './options.ts';

/**
 * Inserts a widget for a script tag that specifies a site. Options come from `data-…` attributes or, because tag
 * managers remove those, from the query string of the script's URL. The `target` option is a selector for inserting
 * the widget somewhere other than at the script tag.
 */
export function mountScriptTag(script: HTMLScriptElement, base: string): void {
  const { origin, searchParams } = new URL(base);
  // The base URL is explicit, because a different version of the script, from another server, may have defined the
  // element.
  const options: Record<string, string | undefined> = {
    api: origin,
    ...Object.fromEntries(searchParams),
    ...script.dataset,
  };
  if (!options.site) return;
  const element = document.createElement(TAG_NAME);
  setOptions(element, options);
  // A script tag in the head has no visible position, so the widget is inserted at the start of the body.
  const target = options.target ?? (script.closest('head') && 'body');
  const insert = () => (target ? query(target)?.prepend(element) : script.after(element));
  if (target && document.readyState === 'loading') addEventListener('DOMContentLoaded', insert);
  else insert();
}

/** An invalid selector matches nothing: an exception would stop the page's other scripts in the same task. */
function query(selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch (error) {
    console.error(`${TAG_NAME}: ${error}`);
    return null;
  }
}
