import type { Energy } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import { TO_BASE_UNIT } from '../usage/parse-usage.ts';

/**
 * The total annual usage of the accounts, in the unit of the offer's usage band, if it is outside that band.
 *
 * @returns undefined when the usage is within the band, or cannot be compared to it
 * @example usageOutsideBand([{ annualUsage: { amount: '36000', unit: 'kWh' } }], offer)?.amount // '36000'
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
  // Removes binary floating-point error from the sum.
  const total = Math.round(sum * 1_000) / 1_000;
  return total >= Number(from) && total < Number(to) ? undefined : { amount: String(Math.round(total)), unit };
}
