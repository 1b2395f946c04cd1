import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';

/** The fields of the first form that can be wrong. */
export type QuoteField = 'postalCode' | 'utility' | 'zone' | 'usage' | 'currentRate';

/** The first form as it was filled in: text as typed, the utility as found. */
export interface QuoteFormValues {
  readonly commodity: Commodity;
  readonly postalCode: string;
  readonly utility: Utility | undefined;
  readonly zone: string;
  readonly usage: string;
  readonly unit: EnergyUnit;
  readonly startMonth: string;
  readonly currentRate: string;
}
