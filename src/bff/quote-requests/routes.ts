import type { Hono } from 'hono';
import { requestQuote } from '../../wire/quote-request.ts';
import type { AppContext } from '../app-context.ts';
import { createRouter } from '../routing/route.ts';
import { sendQuoteRequest } from './quote-request.ts';

/** Requests of businesses for which there are no rates. */
export function quoteRequestRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  route(requestQuote, async ({ caller, body }) => {
    await sendQuoteRequest(appContext, caller, body);
    return {};
  });
  return app;
}
