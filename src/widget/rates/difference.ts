import type { Estimate } from '../../wire/offer.ts';
import type { Format } from '../i18n/format.ts';

interface Difference {
  readonly way: 'less' | 'same' | 'more';
  /** Whole dollars a year, without a sign. */
  readonly amount: string;
}

/** How an offer compares with what is paid now: under a dollar a year is the same. Undefined when nobody said what is paid. */
export function differenceOf({ difference }: Pick<Estimate, 'difference'>, format: Format): Difference | undefined {
  if (!difference) return undefined;
  const value = Number(difference.amount);
  return {
    way: Math.abs(value) < 1 ? 'same' : value < 0 ? 'less' : 'more',
    amount: format.dollars({ ...difference, amount: difference.amount.replace('-', '') }),
  };
}
