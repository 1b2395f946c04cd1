import type { Frame, FrameLocator, Locator, Page } from '@playwright/test';
import { shopsIn } from './hosts.ts';

/** The page of ours in the frame of an element of the page: of the only one, or of the one with that number. */
export const framedIn = (page: Page, which = 0): FrameLocator =>
  shopsIn(page).nth(which).locator('iframe').contentFrame();

/** The shop in that frame. */
export const shopIn = (page: Page, which = 0): Locator => framedIn(page, which).locator('commercial-shopper');

/** The frame itself, to ask it things. */
export const frameOf = async (page: Page, which = 0): Promise<Frame> => {
  const element = await shopsIn(page).nth(which).locator('iframe').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('there is no frame');
  return frame;
};
