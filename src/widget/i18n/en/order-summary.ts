import { offers } from './offers.ts';

/** The selected offer, next to the customer form and the review. Reuses messages of the offer row. */
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
