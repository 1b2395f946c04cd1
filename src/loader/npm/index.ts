import { defineElement } from '../commercial-shopper-element.ts';
import { type MountOptions, mount as mountHere } from '../mount.ts';

/**
 * Options of the npm package. `api` is required, because there is no script URL from which to derive the BFF's origin.
 */
export type Options = MountOptions & { readonly api: string };

/** Defines `<commercial-shopper>`. Does nothing on a server or if the element is already defined. */
export function define(api: string): void {
  if (typeof customElements === 'undefined') return;
  defineElement(api, async () => (await import('../../widget/entry.ts')).mount);
}

/**
 * Inserts a widget into `target`, an element or a selector.
 *
 * @example const widget = mount('#rates', { api: 'https://shop.example', site: 'pk_test_demo' }); widget.destroy();
 * @throws TypeError when no element matches
 */
export function mount(target: Element | string, options: Options): ReturnType<typeof mountHere> {
  define(options.api);
  return mountHere(target, options);
}
