import type { BodyOf, QueryOf } from '../../wire/endpoint.ts';
import { listOffers } from '../../wire/offer.ts';
import { listUtilities } from '../../wire/utility.ts';
import type { ApiClient } from '../api/api-client.ts';

export type OffersRequestBody = BodyOf<typeof listOffers>;

/** The first step's two calls, apart from its model because their schemas load after the first paint. */
export const fetchUtilities = (client: ApiClient, query: QueryOf<typeof listUtilities>, signal: AbortSignal) =>
  client.call(listUtilities, { query, signal });

export const fetchOffers = (client: ApiClient, body: OffersRequestBody, signal: AbortSignal) =>
  client.call(listOffers, { body, signal });
