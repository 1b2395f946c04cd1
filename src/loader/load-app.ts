import type { WidgetOptions } from '../widget/options.ts';
import type { VerifiedFile } from '../widget/verified-import.ts';

/** The widget's entry file, and the integrity manifest of its lazy parts. Defined by the build. */
declare const __WIDGET_FILES__: readonly [entry: VerifiedFile, manifest: VerifiedFile];

type App = typeof import('../widget/entry.ts');

/**
 * Loads the widget that was built with this loader.
 *
 * @param base URL of the loader, or of another file on its server; the widget's files are at the root of its origin,
 *   even if the loader is in a folder
 */
export async function loadApp(base: string) {
  const [[file, integrity], manifest] = __WIDGET_FILES__;
  const url = new URL(`/${file}`, base).href;
  await loadModule(url, integrity);
  const app: App = await import(/* @vite-ignore */ url);
  return (root: ShadowRoot, options: WidgetOptions) => app.mount(root, options, { manifest, loadModule });
}

/**
 * Loads a module and verifies its integrity, so that a later `import()` runs only the bytes that were built.
 *
 * `import()` accepts no integrity value, and an import map would have to be in the host page. A `modulepreload` link
 * accepts an integrity value. The browser adds a verified file to the module map. A file that failed its check can no
 * longer be imported from that URL.
 *
 * @param integrity SRI value (https://www.w3.org/TR/SRI/)
 * @throws Error with the file's URL, which states whether the file failed to load or failed its integrity check
 */
async function loadModule(url: string, integrity: string): Promise<void> {
  let problem = 'failed to load';
  try {
    // After a module has failed to load, the browser does not request the module again on this page. A failed `fetch`
    // does not prevent a later attempt, so the file is fetched first.
    const response = await fetch(url);
    if (!response.ok) throw response;
    await response.blob();
    problem = 'failed its integrity check';
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    // A browser without `modulepreload` support would fire neither the `load` nor the `error` event. Such a browser
    // also lacks other features that the widget needs.
    if (!link.relList.supports(link.rel)) throw link;
    link.crossOrigin = '';
    link.integrity = integrity;
    link.href = url;
    await new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = reject;
      document.head.append(link);
    });
    link.remove();
  } catch {
    throw new Error(`${url} ${problem}`);
  }
}
