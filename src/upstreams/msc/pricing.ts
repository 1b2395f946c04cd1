import type { JsonClient } from '../http/json-client.ts';
import { MscRejectedError } from './errors.ts';
import {
  type MscCommodity,
  type MscPrice,
  type MscPrices,
  type MscUtility,
  priceResponse,
  pricesResponse,
  utilitiesResponse,
} from './pricing-schema.ts';

/** A price query. `annualUsage` is a decimal string in `usageUnit`; `startMonth` is `2027-01`. */
export interface MscPriceQuery {
  readonly commodity: MscCommodity;
  readonly utility: string;
  readonly zone?: string | undefined;
  readonly annualUsage: string;
  readonly usageUnit: string;
  readonly startMonth: string;
  readonly terms?: readonly number[] | undefined;
}

/** The Pricing API (REST): matrix rates for commercial electricity and gas. */
export interface MscPricing {
  /** Utilities that serve a postal code; empty if there are none. */
  utilities(postalCode: string, commodity: MscCommodity): Promise<readonly MscUtility[]>;
  prices(query: MscPriceQuery): Promise<MscPrices>;
  /** The current version of a price; undefined when it no longer exists (410) or never did (404). */
  price(priceId: string): Promise<MscPrice | undefined>;
}

/** @example const { prices } = await createMscPricing(client).prices({ commodity: 'electric', utility: 'ONCOR', … }) */
export const createMscPricing = (client: JsonClient): MscPricing => ({
  async utilities(postalCode, commodity) {
    const searchParams = { postalCode, commodity };
    return (await client.call('utilities', 'v1/utilities', utilitiesResponse, { searchParams })).utilities;
  },

  async prices({ terms, zone, ...query }) {
    const searchParams = { ...query, ...(zone ? { zone } : {}), ...(terms ? { terms: terms.join(',') } : {}) };
    return client.call('prices', 'v1/prices', pricesResponse, { searchParams });
  },

  async price(priceId) {
    try {
      return (await client.call('price', `v1/prices/${encodeURIComponent(priceId)}`, priceResponse)).price;
    } catch (error) {
      if (error instanceof MscRejectedError && (error.status === 410 || error.status === 404)) return undefined;
      throw error;
    }
  },
});
