import type { ApiClient } from '../api/api-client.ts';
import type { WidgetContext } from '../widget-context.ts';

/** The client and this step's two calls. */
export type RatesApi = { readonly client: ApiClient } & typeof import('./rates-api.ts');

/** Brings in the calls: with their schemas they load beside the first paint, not before it. */
export const loadRatesApi = async (context: WidgetContext): Promise<RatesApi> => {
  const [client, api] = await Promise.all([context.loadApiClient(), import('./rates-api.ts')]);
  return { client, ...api };
};
