import type { FakeBff } from '../fake-bff.ts';
import { mount } from '../mount.tsx';
import type { WidgetHandle, WidgetOptions } from '../options.ts';

/** For tests: one widget on the page, with a box around it that can be made as narrow as a phone. */
export interface Stage {
  readonly host: HTMLElement;
  readonly widget: WidgetHandle;
  /** All elements inside the widget that a selector finds. */
  all(selector: string): HTMLElement[];
  leave(): void;
}

/** @example const stage = enter(createFakeBff(), { width: 280 }); … stage.leave() */
export function enter(bff: FakeBff, { width, ...options }: Partial<WidgetOptions> & { width?: number } = {}): Stage {
  const host = document.createElement('div');
  if (width) host.style.width = `${width}px`;
  document.body.append(host);
  const widget = mount(host, { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch, ...options });
  return {
    host,
    widget,
    all: (selector) => [...(host.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])],
    leave() {
      widget.destroy();
      host.remove();
      sessionStorage.clear();
    },
  };
}
