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
import type { MscTransport } from './transport.ts';

/** What prices are asked for. `annualUsage` is a decimal string in `usageUnit`; `startMonth` is `2027-01`. */
export interface MscPriceQuery {
  readonly commodity: MscCommodity;
  readonly utility: string;
  readonly zone?: string | undefined;
  readonly annualUsage: string;
  readonly usageUnit: string;
  readonly startMonth: string;
  readonly terms?: readonly number[] | undefined;
}

/** The Pricing API: REST, matrix rates for commercial electricity and gas. */
export interface MscPricing {
  /** Utilities that deliver at a postal code; an empty list when none does. */
  utilities(postalCode: string, commodity: MscCommodity): Promise<readonly MscUtility[]>;
  prices(query: MscPriceQuery): Promise<MscPrices>;
  /** The row as it stands now, undefined when it is gone (410, or never was: 404). */
  price(priceId: string): Promise<MscPrice | undefined>;
}

/** @example const { prices } = await createMscPricing(transport).prices({ commodity: 'electric', utility: 'ONCOR', … }) */
export const createMscPricing = (transport: MscTransport): MscPricing => ({
  async utilities(postalCode, commodity) {
    const searchParams = { postalCode, commodity };
    return (await transport.call('utilities', 'v1/utilities', utilitiesResponse, { searchParams })).utilities;
  },

  async prices({ terms, zone, ...query }) {
    const searchParams = { ...query, ...(zone ? { zone } : {}), ...(terms ? { terms: terms.join(',') } : {}) };
    return transport.call('prices', 'v1/prices', pricesResponse, { searchParams });
  },

  async price(priceId) {
    try {
      return (await transport.call('price', `v1/prices/${encodeURIComponent(priceId)}`, priceResponse)).price;
    } catch (error) {
      if (error instanceof MscRejectedError && (error.status === 410 || error.status === 404)) return undefined;
      throw error;
    }
  },
});
