import { usageSources } from './usage-sources.ts';

/** Errors of the quote form, each with an example of a valid value, and the sources of estimated usage. */
export const quoteFormErrors = {
  postalCode: 'A ZIP code has five digits, like 75201.',
  utility: 'Choose your utility: the one that delivers.',
  zone: 'Choose your zone. It is on your bill.',
  /** What a valid amount looks like. Appended to a message of `amount`. */
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
  },
};
export type QuoteFormErrorMessages = typeof quoteFormErrors;
