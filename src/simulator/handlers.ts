import type { RequestHandler } from 'msw';
import { agreementControl } from './agreements/agreement-control.ts';
import { agreementHandlers } from './agreements/agreement-handlers.ts';
import { letterPages } from './agreements/letter-pages.ts';
import { tokenHandlers } from './agreements/token-handlers.ts';
import { contractingHandlers } from './contracting/contracting-handlers.ts';
import { controlHandlers } from './control/control-handlers.ts';
import { fileHandlers } from './documents/file-handlers.ts';
import { pricingHandlers } from './pricing/pricing-handlers.ts';
import { browserFileHandlers } from './signing/browser-files.ts';
import { ceremonyHandlers } from './signing/ceremony-handlers.ts';
import { documentHandlers } from './signing/document-handlers.ts';
import type { World } from './world.ts';

/**
 * The whole stand-in as MSW handlers: for `setupServer` in a test, or behind a port by `startSimulator`.
 *
 * @example
 * const world = createWorld({ partners, origin: 'http://msc.example' });
 * setupServer(...simulatorHandlers(world)).listen();
 */
export const simulatorHandlers = (world: World): RequestHandler[] => [
  ...pricingHandlers(world),
  ...contractingHandlers(world),
  ...fileHandlers(world),
  ...ceremonyHandlers(world),
  ...browserFileHandlers(world),
  ...documentHandlers(world),
  ...tokenHandlers(world),
  ...agreementHandlers(world),
  ...letterPages(world),
  ...agreementControl(world),
  ...controlHandlers(world),
];
