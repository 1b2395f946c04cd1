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
  monthlyFee: 'Monthly fee',
  monthlyFeeText: (amount: string) => `${amount} (included in estimate)`,
  earlyTermination: 'Early termination fee',
  earlyTerminationFees: {
    none: () => 'None',
    flat: (amount: string) => amount,
    per_month_left: (amount: string) => `${amount} per month remaining`,
  },
  brokerFee: 'Broker fee',
  brokerFeeText: (amount: string) => `${amount} over the term (included in rate)`,
  energyOnly: offers.energyOnly,
  checklist: 'Before you sign',
  checklistItems: (month: string) => [
    `Your current contract, if any, ends before ${month}.`,
    'You’re authorized to sign for the business.',
    'Your legal business name matches your bill.',
  ],
};
export type OrderSummaryMessages = typeof orderSummary;
