import type { Hono } from 'hono';
import type { BodyOf } from '../../wire/endpoint.ts';
import { requestQuote } from '../../wire/quote-request.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { checkPhones } from '../contracts/check-phones.ts';
import { ProblemError } from '../http/problem.ts';
import { findEmailEndpoint, postEmailRequest } from '../outbox/post-webhook.ts';
import { createRouter } from '../routing/route.ts';

/** Receives quote requests from businesses for which there are no rates. */
export function quoteRequestRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  route(requestQuote, async ({ caller, body }) => {
    await sendQuoteRequest(appContext, caller, body);
    return {};
  });
  return app;
}

/**
 * Asks the site's owner to contact a business that found no rates. The request counts against the email quota, because
 * a person has to read it.
 *
 * @throws ProblemError invalid_request | mail_not_sent | quota_reached
 */
async function sendQuoteRequest(
  appContext: Pick<AppContext, 'log' | 'now' | 'quotas' | 'store'>,
  caller: Caller,
  { contact, commodity, postalCode, locale }: BodyOf<typeof requestQuote>,
): Promise<void> {
  const endpoint = findEmailEndpoint(caller.site);
  if (!endpoint) throw new ProblemError('mail_not_sent');
  checkPhones({ contact });
  await appContext.store
    .transaction()
    .execute((transaction) => appContext.quotas.consume(transaction, caller, { action: 'email', recipients: [] }));
  const outcome = await postEmailRequest(appContext, caller.site, endpoint, {
    type: 'quote.requested',
    failureEvent: 'quote_request_failed',
    data: { ...contact, commodity, postalCode, locale },
  });
  if (outcome !== 'accepted') throw new ProblemError('mail_not_sent');
}
