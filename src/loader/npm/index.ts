import { defineElement } from '../commercial-shopper-element.ts';
import { type MountOptions, mount as mountHere } from '../mount.ts';

/** Options, and where the server is: a page that bundles us has no script address to tell it by. */
export type Options = MountOptions & { readonly api: string };

/** Defines `<commercial-shopper>` for a page that bundles us. Harmless where there is no browser, and the second time. */
export function define(api: string): void {
  if (typeof customElements === 'undefined') return;
  defineElement(api, async () => (await import('../../widget/entry.ts')).mount);
}

/**
 * Puts a shop into `target`, an element or a selector.
 *
 * @example const shop = mount('#rates', { api: 'https://shop.example', site: 'pk_test_demo' }); shop.destroy();
 * @throws TypeError when there is no such element
 */
export function mount(target: Element | string, options: Options): ReturnType<typeof mountHere> {
  define(options.api);
  return mountHere(target, options);
}
