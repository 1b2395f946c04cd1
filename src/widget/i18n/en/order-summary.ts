import { offers } from './offers.ts';

/** The selected offer, next to the customer form and the review. Reuses messages of the offer row. */
export const orderSummary = {
  heading: 'Your selection',
  rate: 'Rate',
  term: 'Term',
  termFrom: (month: string, months: number) => `${months} months, starting ${month}`,
  estimateLabel: 'Estimated cost',
  perMonth: (amount: string) => `${amount}/month`,
  kind: offers.kind,
  plusPassThrough: offers.plusPassThrough,
  caveat: offers.caveat,
  energyOnly: offers.energyOnly,
  heldUntil: 'Rate held until',
  signBy: 'Sign by, to start on time',
};
export type OrderSummaryMessages = typeof orderSummary;
