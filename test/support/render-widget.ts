import { mount } from '../../src/widget/mount.tsx';
import type { WidgetHandle, WidgetOptions } from '../../src/widget/options.ts';
import type { FakeBff } from './fake-bff.ts';

export interface RenderedWidget {
  readonly host: HTMLElement;
  readonly handle: WidgetHandle;
  queryAll(selector: string): HTMLElement[];
  unmount(): void;
}

/** @example const widget = renderWidget(createFakeBff(), { width: 280 }); … widget.unmount() */
export function renderWidget(
  bff: FakeBff,
  { width, ...options }: Partial<WidgetOptions> & { width?: number } = {},
): RenderedWidget {
  const host = document.createElement('div');
  if (width) host.style.width = `${width}px`;
  document.body.append(host);
  const handle = mount(host, { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch, ...options });
  return {
    host,
    handle,
    queryAll: (selector) => [...(host.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])],
    unmount() {
      handle.destroy();
      host.remove();
      sessionStorage.clear();
    },
  };
}
