import { mount as mountInPage } from './mount.tsx';
import type { WidgetHandle, WidgetOptions } from './options.ts';
import { type ModuleLoader, setModuleLoader } from './verified-import.ts';

/**
 * Mounts the widget in the element's shadow root or, with `isolation: 'frame'`, in an iframe on our origin.
 *
 * @param moduleLoader verifies lazily loaded files; the npm package has none, because the page's own bundler loads them
 */
export function mount(
  root: ShadowRoot,
  options: WidgetOptions,
  moduleLoader?: ModuleLoader,
): WidgetHandle | Promise<WidgetHandle> {
  setModuleLoader(moduleLoader);
  if (options.isolation !== 'frame') return mountInPage(root, options);
  const { firstChild } = root;
  return import('./iframe/host/mount-iframe.ts').then(({ mountIframe }) => mountIframe(root, options, firstChild));
}
