import { setAttributes } from './attributes.ts';
import { TAG_NAME } from './commercial-shopper-element.ts';

/**
 * Puts a shop where a script tag stands that names a site. Its options are `data-…` attributes, or the query of its
 * address: tag managers strip the attributes. `target` is a selector of the place where the tag cannot stand itself.
 */
export function mountScriptTag(script: HTMLScriptElement, base: string): void {
  const { origin, searchParams } = new URL(base);
  // Another version of the script, from another server, may have defined the element.
  const options: Record<string, string | undefined> = {
    api: origin,
    ...Object.fromEntries(searchParams),
    ...script.dataset,
  };
  if (!options.site) return;
  const element = document.createElement(TAG_NAME);
  setAttributes(element, options);
  // A tag in the head has no place on the page: the shop then comes first in the body.
  const target = options.target ?? (script.closest('head') && 'body');
  const insert = () => (target ? document.querySelector(target)?.prepend(element) : script.after(element));
  if (target && document.readyState === 'loading') addEventListener('DOMContentLoaded', insert);
  else insert();
}
