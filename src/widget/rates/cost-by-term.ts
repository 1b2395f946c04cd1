import type { Money } from '../../wire/decimal.ts';
import type { Estimate, Offer } from '../../wire/offer.ts';
import { bestOf } from './best-offer.ts';

/** The best offer of each length, shortest first. Expects the cheapest first. */
export function bestByTerm(offers: readonly Offer[]): readonly Offer[] {
  const byTerm = Map.groupBy(offers, ({ termMonths }) => termMonths);
  return [...byTerm.entries()].sort(([a], [b]) => a - b).flatMap(([, same]) => bestOf(same) ?? []);
}

/**
 * What a year costs now: the estimate less its difference, in whole cents so that no float rounds it. Undefined when
 * nobody said what is paid now.
 *
 * @example annualNow(estimate) // { amount: '11760.00', currency: 'USD' } from 9432.00 and -2328.00
 */
export function annualNow({ annual, difference }: Pick<Estimate, 'annual' | 'difference'>): Money | undefined {
  if (!difference) return undefined;
  const cents = Math.round(Number(annual.amount) * 100) - Math.round(Number(difference.amount) * 100);
  return { amount: (cents / 100).toFixed(2), currency: 'USD' };
}
