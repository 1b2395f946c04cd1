import type { RequestHandler } from 'msw';
import { agreementControlHandlers } from './agreements/agreement-control-handlers.ts';
import { agreementHandlers } from './agreements/agreement-handlers.ts';
import { agreementPages } from './agreements/agreement-pages.ts';
import { tokenHandlers } from './agreements/token-handlers.ts';
import { botCheckHandlers } from './bot-check/bot-check-handlers.ts';
import { contractingHandlers } from './contracting/contracting-handlers.ts';
import { controlHandlers } from './control/control-handlers.ts';
import { documentUploadHandlers } from './documents/document-upload-handlers.ts';
import { pricingHandlers } from './pricing/pricing-handlers.ts';
import { ceremonyHandlers } from './signing/ceremony-handlers.ts';
import { documentHandlers } from './signing/document-handlers.ts';
import { staticHandlers } from './signing/static-handlers.ts';
import type { SimulatorState } from './simulator-state.ts';

/**
 * The whole simulator as MSW handlers: for `setupServer` in a test, or behind a port with `startSimulator`.
 *
 * @example
 * const state = createSimulatorState({ partners, origin: 'http://msc.example' });
 * setupServer(...simulatorHandlers(state)).listen();
 */
export const simulatorHandlers = (state: SimulatorState): RequestHandler[] => [
  ...pricingHandlers(state),
  ...contractingHandlers(state),
  ...documentUploadHandlers(state),
  ...ceremonyHandlers(state),
  ...staticHandlers(state),
  ...documentHandlers(state),
  ...tokenHandlers(state),
  ...agreementHandlers(state),
  ...agreementPages(state),
  ...agreementControlHandlers(state),
  ...botCheckHandlers(state),
  ...controlHandlers(state),
];
