import type { WidgetOptions } from '../widget/options.ts';
import type { VerifiedFile } from '../widget/verified-import.ts';
import { loadModule } from './load-module.ts';

/** The widget's entry file, and the integrity manifest of its lazy parts. Defined by the build. */
declare const __WIDGET_FILES__: readonly [entry: VerifiedFile, manifest: VerifiedFile];

type App = typeof import('../widget/entry.ts');

/**
 * Loads the widget that was built with this loader.
 *
 * @param base URL of the loader, or of another file on its server; the files are at the root of its origin, even if the loader itself is in a folder
 */
export async function loadApp(base: string) {
  const [[file, integrity], manifest] = __WIDGET_FILES__;
  const url = new URL(`/${file}`, base).href;
  await loadModule(url, integrity);
  const app: App = await import(/* @vite-ignore */ url);
  return (root: ShadowRoot, options: WidgetOptions) => app.mount(root, options, { manifest, loadModule });
}
