import type { Hono } from 'hono';
import { emailRates } from '../../wire/email-rates.ts';
import type { AppContext } from '../app-context.ts';
import { createRouter } from '../routing/route.ts';
import { requestRatesEmail } from './rates-email.ts';

/** Asks the site's owner to email offers. The customer sees whether that succeeded and can retry. */
export function rateEmailRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  route(emailRates, async ({ caller, body }) => {
    await requestRatesEmail(appContext, caller, body);
    return {};
  });
  return app;
}
