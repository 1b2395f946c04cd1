/** Up to three offers side by side. */
export const compare = {
  heading: (count: number) => `${count} offers side by side`,
  close: 'Close',
  rows: {
    year: 'A year',
    against: 'Against now',
    term: 'Whole term',
    rate: 'Rate',
    length: 'Length',
    price: 'Price',
    green: 'Green',
    monthlyFee: 'Monthly fee',
    brokerFee: 'Our fee, over the term',
    leaving: 'Leaving early',
    swing: 'Usage may differ by',
  },
  choose: 'Your choice',
  none: 'None',
  anyUsage: 'any amount',
  percent: (percent: string) => `up to ${percent}`,
};
export type CompareTexts = typeof compare;
