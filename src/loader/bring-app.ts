import type { WidgetOptions } from '../widget/options.ts';
import { bring } from './bring.ts';

/** The app's hashed file, `app-Bx3f.js`, and its SRI value; the build puts them in. */
declare const __APP__: readonly [file: string, integrity: string];

type App = typeof import('../widget/entry.ts');

/** Brings the app that was built with this loader, from where it came from itself: `base` is the loader's own address. */
export async function bringApp(base: string) {
  const [file, integrity] = __APP__;
  // At the root of its origin, as all that the BFF answers, wherever the loader itself stands.
  const address = new URL(`/assets/${file}`, base).href;
  await bring(address, integrity);
  const app: App = await import(/* @vite-ignore */ address);
  return (root: ShadowRoot, options: WidgetOptions) => app.mount(root, options, bring);
}
