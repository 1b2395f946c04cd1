import type { WidgetHandle, WidgetOptions } from '../options.ts';

/** Brings in what shows the shop in a frame: few pages do. */
export async function isolate(root: ShadowRoot, options: WidgetOptions, slot: ChildNode | null): Promise<WidgetHandle> {
  const { mountFrame } = await import('./mount-frame.ts');
  return mountFrame(root, options, slot);
}
