import type { Frame, FrameLocator, Locator, Page } from '@playwright/test';
import { widgetsIn } from './fixtures.ts';

/** Our page inside an element's iframe: the only one on the page, or the one with this index. */
export const widgetFrame = (page: Page, which = 0): FrameLocator =>
  widgetsIn(page).nth(which).locator('iframe').contentFrame();

/** The widget in that iframe. */
export const widgetInFrame = (page: Page, which = 0): Locator => widgetFrame(page, which).locator('commercial-shopper');

/** The frame itself, to evaluate in it. */
export async function frameHandle(page: Page, which = 0): Promise<Frame> {
  const element = await widgetsIn(page).nth(which).locator('iframe').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('there is no frame');
  return frame;
}
