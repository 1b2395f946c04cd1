import type { BffClient } from '../bff/bff-client.ts';
import type { Shopper } from '../shopper.ts';

/** The client and this step's two calls. */
export type RatesCalls = { readonly client: BffClient } & typeof import('./rates-calls.ts');

/** Brings in the calls: with their schemas they load beside the first paint, not before it. */
export const loadCalls = async (shopper: Shopper): Promise<RatesCalls> => {
  const [client, made] = await Promise.all([shopper.client(), import('./rates-calls.ts')]);
  return { client, ...made };
};
