import type { BodyOf, QueryOf } from '../../wire/endpoint.ts';
import { listOffers } from '../../wire/offer.ts';
import { listUtilities, type Utility } from '../../wire/utility.ts';
import type { OffersResult } from '../offers/offer-list.ts';
import type { WidgetContext } from '../widget-context.ts';

export type UtilitiesQuery = QueryOf<typeof listUtilities>;
export type OffersRequestBody = BodyOf<typeof listOffers>;

/** Looks up the utilities that deliver a commodity to a ZIP code. Throws the same errors as `ApiClient.call`. */
export async function fetchUtilities(
  context: WidgetContext,
  query: UtilitiesQuery,
  signal: AbortSignal,
): Promise<readonly Utility[]> {
  const client = await context.loadApiClient();
  signal.throwIfAborted();
  return (await client.call(listUtilities, { query, signal })).utilities;
}

/** Requests current offers. Throws the same errors as `ApiClient.call`. */
export async function fetchOffers(
  context: WidgetContext,
  body: OffersRequestBody,
  signal: AbortSignal,
): Promise<OffersResult> {
  const client = await context.loadApiClient();
  const response = await client.call(listOffers, { body, signal });
  return { ...response, request: body, receivedAt: Date.now() };
}
