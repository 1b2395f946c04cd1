import type { Estimate } from '../../wire/offer.ts';
import type { Format } from '../i18n/format.ts';

interface Savings {
  readonly direction: 'less' | 'same' | 'more';
  /** Whole dollars a year, without a sign. */
  readonly amount: string;
}

/** How an offer compares with what is paid now: under a dollar a year is the same. Undefined when nobody said what is paid. */
export function calculateSavings({ difference }: Pick<Estimate, 'difference'>, format: Format): Savings | undefined {
  if (!difference) return undefined;
  const value = Number(difference.amount);
  return {
    direction: Math.abs(value) < 1 ? 'same' : value < 0 ? 'less' : 'more',
    amount: format.dollars({ ...difference, amount: difference.amount.replace('-', '') }),
  };
}
