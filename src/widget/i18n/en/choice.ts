import { offers } from './offers.ts';

/** The chosen offer, as it stands beside the form and the review. What the offer row said of the price is said again. */
export const choice = {
  heading: 'Your choice',
  rate: 'Rate',
  term: 'Term',
  from: (month: string, months: number) => `${months} months from ${month}`,
  about: 'About',
  perMonth: (amount: string) => `${amount} a month`,
  kind: offers.kind,
  plus: offers.plus,
  proviso: offers.proviso,
  monthlyFee: 'Monthly fee',
  monthlyFeeText: (amount: string) => `${amount}, in the amount above`,
  leaving: 'Leaving early',
  leavingTexts: {
    none: () => 'free',
    flat: (amount: string) => `${amount}, once`,
    per_month_left: (amount: string) => `${amount} a month left`,
  },
  fee: 'Our fee',
  feeText: (amount: string) => `${amount} over the term, in the rate`,
  energyOnly: offers.energyOnly,
  checklist: 'Before you sign',
  checks: (month: string) => [
    `Your contract now, if you have one, ends before ${month}.`,
    'You may sign for the business.',
    'The legal name is written as on your bill.',
  ],
};
export type ChoiceTexts = typeof choice;
