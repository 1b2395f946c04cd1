import { offers } from './offers.ts';

/** The chosen offer, as it stands beside the form and the review. What the offer row said of the price is said again. */
export const orderSummary = {
  heading: 'Your choice',
  rate: 'Rate',
  term: 'Term',
  termFrom: (month: string, months: number) => `${months} months from ${month}`,
  estimateLabel: 'About',
  perMonth: (amount: string) => `${amount} a month`,
  kind: offers.kind,
  plusPassThrough: offers.plusPassThrough,
  caveat: offers.caveat,
  monthlyFee: 'Monthly fee',
  monthlyFeeText: (amount: string) => `${amount}, in the amount above`,
  earlyTermination: 'Leaving early',
  earlyTerminationFees: {
    none: () => 'free',
    flat: (amount: string) => `${amount}, once`,
    per_month_left: (amount: string) => `${amount} a month left`,
  },
  brokerFee: 'Our fee',
  brokerFeeText: (amount: string) => `${amount} over the term, in the rate`,
  energyOnly: offers.energyOnly,
  checklist: 'Before you sign',
  checklistItems: (month: string) => [
    `Your contract now, if you have one, ends before ${month}.`,
    'You may sign for the business.',
    'The legal name is written as on your bill.',
  ],
};
export type OrderSummaryMessages = typeof orderSummary;
