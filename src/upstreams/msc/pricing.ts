import type { JsonClient } from '../http/json-client.ts';
import {
  type MscCommodity,
  type MscPrice,
  type MscUtility,
  mscPrice,
  priceResponse,
  pricesResponse,
  utilitiesResponse,
} from './pricing-schema.ts';
import { MscInvalidResponseError, MscRejectedError } from './transport.ts';

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

/** `dropped`: number of prices in the response that do not match our schema. */
export interface MscPrices {
  readonly asOf: string;
  readonly prices: readonly MscPrice[];
  readonly dropped: number;
}

/** The Pricing API (REST): matrix rates for commercial electricity and gas. */
export interface MscPricing {
  /** Utilities that serve a postal code; empty if there are none. */
  utilities(postalCode: string, commodity: MscCommodity): Promise<readonly MscUtility[]>;
  prices(query: MscPriceQuery): Promise<MscPrices>;
  /**
   * The current version of a price, for a contract or to show it; undefined when it no longer exists (410) or never did
   * (404).
   */
  price(priceId: string, use?: 'contract' | 'display'): Promise<MscPrice | undefined>;
}

/** @example const { prices } = await createMscPricing(client).prices({ commodity: 'electric', utility: 'ONCOR', … }) */
export const createMscPricing = (client: JsonClient): MscPricing => ({
  async utilities(postalCode, commodity) {
    const searchParams = { postalCode, commodity };
    return (await client.call('utilities', 'v1/utilities', utilitiesResponse, { searchParams })).utilities;
  },

  async prices({ terms, zone, ...query }) {
    const searchParams = { ...query, ...(zone ? { zone } : {}), ...(terms ? { terms: terms.join(',') } : {}) };
    const { asOf, prices: rows } = await client.call('prices', 'v1/prices', pricesResponse, { searchParams });
    const parsed = rows.map((row) => mscPrice.safeParse(row));
    const prices = parsed.flatMap(({ data }) => data ?? []);
    const invalid = parsed.findIndex(({ success }) => !success);
    // One invalid price must not hide the others. If all are invalid, the response is invalid.
    if (rows.length && !prices.length) {
      const [issue] = parsed[invalid]?.error?.issues ?? [];
      const field = ['prices', invalid, ...(issue?.path ?? [])].join('.');
      throw new MscInvalidResponseError('prices', field, issue?.code ?? 'invalid');
    }
    return { asOf, prices, dropped: rows.length - prices.length };
  },

  async price(priceId, use = 'contract') {
    try {
      return (
        await client.call(
          use === 'display' ? 'shownPrice' : 'price',
          `v1/prices/${encodeURIComponent(priceId)}`,
          priceResponse,
        )
      ).price;
    } catch (error) {
      if (error instanceof MscRejectedError && (error.status === 410 || error.status === 404)) return undefined;
      throw error;
    }
  },
});
