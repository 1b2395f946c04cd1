import type { WidgetHandle, WidgetOptions } from '../widget/options.ts';
import { TAG_NAME } from './commercial-shopper-element.ts';
import { setOptions } from './options.ts';

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
