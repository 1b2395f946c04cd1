import { type Bring, bringWith } from './chunk.ts';
import { mount as mountHere } from './mount.tsx';
import type { WidgetHandle, WidgetOptions } from './options.ts';

/** What a page calls: the widget in the element's shadow root, or, with `isolation: 'frame'`, in a frame of our own origin. */
export function mount(root: ShadowRoot, options: WidgetOptions, bring?: Bring): WidgetHandle | Promise<WidgetHandle> {
  bringWith(bring);
  if (options.isolation !== 'frame') return mountHere(root, options);
  const { firstChild } = root;
  return import('./after-paint.ts').then(({ isolate }) => isolate(root, options, firstChild));
}
