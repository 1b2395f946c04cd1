import type { WidgetHandle, WidgetOptions } from '../widget/options.ts';
import { TAG_NAME } from './commercial-shopper-element.ts';

export type MountOptions = Partial<WidgetOptions> & {
  readonly site: string;
  /** Text of the button in mode `button`. */
  readonly label?: string | undefined;
};

/**
 * Inserts a widget into `target`, an element or a selector. Options are the element's attributes in camel case.
 *
 * @example const widget = CommercialShopper.mount('#rates', { site: 'pk_test_demo', postalCode: '75201' });
 * widget.destroy();
 * @throws TypeError when no element matches
 */
export function mount(target: Element | string, options: MountOptions): WidgetHandle {
  const container = typeof target === 'string' ? document.querySelector(target) : target;
  if (!container) throw new TypeError(`${TAG_NAME}: no element matches "${target}"`);
  const element = document.createElement(TAG_NAME);
  setOptions(element, options);
  container.append(element);
  return {
    update: (changes) => setOptions(element, changes),
    open: () => element.open(),
    destroy: () => element.remove(),
  };
}

/**
 * The options that are attributes. Any other name is ignored, because options can come from the query string of the
 * script's URL, where `onclick` or `style` would be an injection.
 */
const ATTRIBUTES = /^(site|api|locale|mode|label|isolation|phone|events|postal-code|commodity|annual-usage)$/;

/**
 * Sets options as attributes in kebab case (`postalCode` becomes `postal-code`). An undefined option removes its
 * attribute. A function (`proof`) becomes a property.
 */
export function setOptions(element: Element, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const attribute = name.replace(/[A-Z]/g, '-$&').toLowerCase();
    if (name === 'proof') Object.assign(element, { proof: value });
    else if (!ATTRIBUTES.test(attribute)) continue;
    else if (value === undefined) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value);
  }
}

/**
 * Inserts a widget for a script tag that specifies a site. Options come from `data-…` attributes and from the query
 * string of the script's URL, because some tag managers remove the attributes. The `target` option is a selector for
 * inserting the widget somewhere other than at the script tag.
 */
export function mountScriptTag(script: HTMLScriptElement, base: string): void {
  const { origin, searchParams } = new URL(base);
  // The `api` option is explicit, because a version of this script from another server may have defined the element.
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
  // A page that was restored, or saved as HTML, already contains the widget.
  if (!target) {
    if (script.nextElementSibling?.getAttribute('site') !== options.site) script.after(element);
    return;
  }
  let container: Element | null = null;
  const insert = () => {
    // If the page removes the widget and keeps the target, the widget is not inserted again.
    if (container?.isConnected) return;
    container = document.querySelector(target);
    if (!container?.querySelector(`${TAG_NAME}[site="${options.site}"]`)) container?.prepend(element);
  };
  try {
    insert();
  } catch (error) {
    // The selector is invalid. The error is only logged, because an exception would stop other scripts in the same
    // task.
    console.error(`${TAG_NAME}: ${error}`);
    return;
  }
  // Frameworks may add the target after this script has run, and add a new target after each navigation.
  new MutationObserver(insert).observe(document, { childList: true, subtree: true });
  setTimeout(() => container ?? console.error(`${TAG_NAME}: no element matches "${target}"`), MISSING_TARGET_MS);
}

/** After this time, a missing target is logged. The widget is still inserted if the target appears later. */
const MISSING_TARGET_MS = 10_000;
