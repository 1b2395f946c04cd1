import type { Frame, FrameLocator, Locator, Page } from '@playwright/test';
import { widgetsIn } from './fixtures.ts';

/** The page of our origin inside an element's iframe. `which` is the index of the element on the host page. */
export const widgetFrame = (page: Page, which = 0): FrameLocator =>
  widgetsIn(page).nth(which).locator('iframe').contentFrame();

export const widgetInFrame = (page: Page, which = 0): Locator => widgetFrame(page, which).locator('commercial-shopper');

/** The iframe as a `Frame`, which can evaluate scripts. */
export async function frameHandle(page: Page, which = 0): Promise<Frame> {
  const element = await widgetsIn(page).nth(which).locator('iframe').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('the element contains no iframe');
  return frame;
}
