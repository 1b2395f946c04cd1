import type { Energy } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import { TO_BASE_UNIT } from '../quote-form/usage.ts';

/**
 * The yearly usage of all meters together, in the unit of the offer's band, when the offer is not priced for that much; undefined
 * when it fits, or when some meter's usage is not known.
 *
 * @example usageMisfit([{ annualUsage: { amount: '36000', unit: 'kWh' } }], offer) // { amount: '36000', unit: 'kWh' }
 */
export function usageOutsideBand(
  accounts: readonly { readonly annualUsage?: Energy | undefined }[],
  { usageBand }: Offer,
): Energy | undefined {
  if (!usageBand) return undefined;
  const { from, to, unit } = usageBand;
  let sum = 0;
  for (const { annualUsage } of accounts) {
    if (!annualUsage || (annualUsage.unit === 'kWh') !== (unit === 'kWh')) return undefined;
    sum += (Number(annualUsage.amount) * TO_BASE_UNIT[annualUsage.unit]) / TO_BASE_UNIT[unit];
  }
  // A sum of decimals is rarely exact in binary.
  const total = Math.round(sum * 1_000) / 1_000;
  return total >= Number(from) && total < Number(to) ? undefined : { amount: String(Math.round(total)), unit };
}
