import type { BodyOf, QueryOf } from '../../wire/endpoint.ts';
import { listOffers } from '../../wire/offer.ts';
import { listUtilities } from '../../wire/utility.ts';
import type { BffClient } from '../bff/bff-client.ts';

export type OffersQuestion = BodyOf<typeof listOffers>;

/** The first step's two calls, apart from its model because their schemas load after the first paint. */
export const findUtilities = (client: BffClient, query: QueryOf<typeof listUtilities>, signal: AbortSignal) =>
  client.call(listUtilities, { query, signal });

export const findOffers = (client: BffClient, body: OffersQuestion, signal: AbortSignal) =>
  client.call(listOffers, { body, signal });
