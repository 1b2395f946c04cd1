import type { Money } from '../../wire/decimal.ts';
import type { Estimate, Offer } from '../../wire/offer.ts';
import { bestOffer } from './best-offer.ts';

/** The best offer of each length, shortest first. Expects the cheapest first. */
export function bestByTerm(offers: readonly Offer[]): readonly Offer[] {
  const byTerm = Map.groupBy(offers, ({ termMonths }) => termMonths);
  return [...byTerm.entries()].sort(([a], [b]) => a - b).flatMap(([, offersOfTerm]) => bestOffer(offersOfTerm) ?? []);
}

/**
 * What a year costs now: the estimate less its difference, to the cent. Undefined when nobody said what is paid now.
 *
 * @example annualNow(estimate) // { amount: '11760.00', currency: 'USD' } from 9432.00 and -2328.00
 */
export function currentAnnualCost({ annual, difference }: Pick<Estimate, 'annual' | 'difference'>): Money | undefined {
  if (!difference) return undefined;
  return { ...annual, amount: (Number(annual.amount) - Number(difference.amount)).toFixed(2) };
}
