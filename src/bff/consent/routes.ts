import type { Hono } from 'hono';
import { createConsent } from '../../wire/consent.ts';
import type { AppContext } from '../app-context.ts';
import { ProblemError } from '../http/problem.ts';
import { readOfferToken } from '../rates/offer-token.ts';
import { createRouter } from '../routing/route.ts';
import { renderConsent } from './templates.ts';

/** Writes the sentence that a customer agrees to before a contract is created. */
export function consentRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  route(createConsent, ({ caller, body: { offerToken, locale, customer } }) => {
    const offer = readOfferToken(appContext.keys, caller.site, appContext.now(), offerToken);
    const consent = renderConsent({ locale, offer, legalName: customer.legalName });
    if (!consent) throw new ProblemError('internal');
    const { text, templateVersion, sha256 } = consent;
    return { text, templateVersion, sha256 };
  });
  return app;
}
