import type { Hono } from 'hono';
import type { BodyOf } from '../../wire/endpoint.ts';
import { emailRates } from '../../wire/share-offers.ts';
import type { AppContext } from '../app-context.ts';
import { type Caller, parseEmailedUrl } from '../auth/caller.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { findEmailEndpoint, postEmailRequest } from '../outbox/post-webhook.ts';
import { estimate } from '../rates/estimate.ts';
import { readOfferToken, type VerifiedOffer } from '../rates/offer-token.ts';
import { createRouter } from '../routing/route.ts';

/** Asks the site's owner to email offers. The customer sees whether that succeeded and can retry. */
export function rateEmailRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  route(emailRates, async ({ caller, body }) => {
    await requestRatesEmail(appContext, caller, body);
    return {};
  });
  return app;
}

/**
 * Asks the site's owner to email offers of one quote. The offers come from their tokens, so the email cannot state a
 * rate that was not offered, and it has no text that its sender could choose.
 *
 * @throws ProblemError mail_not_sent | quota_reached | offer_expired | offer_invalid | invalid_request if `returnTo` is
 * not on the session's origin, or the offers are not of one quote
 */
async function requestRatesEmail(
  appContext: Pick<AppContext, 'keys' | 'log' | 'now' | 'quotas' | 'store'>,
  caller: Caller,
  { email, locale, postalCode, offerTokens, returnTo }: BodyOf<typeof emailRates>,
): Promise<void> {
  const { site } = caller;
  const endpoint = findEmailEndpoint(site);
  if (!endpoint) throw new ProblemError('mail_not_sent');
  const url = parseEmailedUrl(caller, returnTo);
  if (!url) throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
  const now = appContext.now();
  const offers = offerTokens.map((token) => readOfferToken(appContext.keys, site, now, token));
  const quote = quoteOf(offers, postalCode);
  const consumed = await appContext.store
    .transaction()
    .execute((transaction) =>
      appContext.quotas.consume(transaction, caller, { action: 'ratesEmail', recipients: [email] }),
    );
  const outcome = await postEmailRequest(appContext, site, endpoint, {
    type: 'rates.email_requested',
    failureEvent: 'rates_email_failed',
    data: { email, locale, returnTo: url.href, quote, offers: offers.map(emailedOffer) },
  });
  if (outcome === 'accepted') return;
  if (outcome === 'refused')
    await appContext.store
      .transaction()
      .execute((transaction) => appContext.quotas.refundRecipient(transaction, consumed));
  throw new ProblemError('mail_not_sent');
}

/**
 * The properties that all offers of a quote have in common. @throws ProblemError invalid_request if they are not of one
 * quote
 */
function quoteOf(offers: readonly VerifiedOffer[], postalCode: string) {
  const [quote, ...others] = offers.map(({ commodity, utility, annualUsage, startMonth }) => ({
    commodity,
    postalCode,
    utility,
    annualUsage,
    startMonth,
  }));
  const isSame = (other: typeof quote): boolean => JSON.stringify(other) === JSON.stringify(quote);
  if (!others.every(isSame)) throw invalidField('/offerTokens', 'offers', 'must all be of one quote');
  return quote;
}

function emailedOffer(offer: VerifiedOffer) {
  const { supplier, product, productKind, termMonths, rate, holdsUntil } = offer;
  const { monthly, annual } = estimate(offer);
  return {
    supplier,
    product,
    productKind,
    termMonths,
    rate,
    monthlyEstimate: monthly.amount,
    annualEstimate: annual.amount,
    expiresAt: holdsUntil,
  };
}
