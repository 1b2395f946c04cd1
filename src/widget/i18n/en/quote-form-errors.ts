import type { AmountError } from '../../quote-form/parse-amount.ts';
import { usageSources } from './usage-sources.ts';

/** What is wrong with a field of the first form, and what it should look like; and where a figure in it comes from. */
export const quoteFormErrors = {
  postalCode: 'A ZIP code has five digits, like 75201.',
  utility: 'Choose your utility: the one that delivers.',
  zone: 'Choose your zone. It is on your bill.',
  /** What an amount looks like; what is wrong with it goes before. */
  usage: (max: string) => `Type a number up to ${max}, like 120,000.`,
  currentRate: {
    electric: 'Type cents for one kWh, from 1 to 100, like 9.8.',
    gas: 'Type dollars for one therm, from 0.05 to 10, like 0.65.',
  },
  usageSources,
  amount: {
    missing: '',
    not_a_number: 'That is no number.',
    not_positive: 'It must be more than zero.',
    too_small: 'That is too low.',
    too_big: 'That is too high.',
    wrong_unit: 'That unit is for the other energy.',
  } satisfies Record<AmountError, string>,
};
export type QuoteFormErrorMessages = typeof quoteFormErrors;
