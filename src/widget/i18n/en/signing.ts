import { choice } from './choice.ts';

/** The review: the last look before a contract is made. */
export const signing = {
  heading: 'Read this before you sign',
  price: 'Price',
  term: 'Term',
  fees: 'Fees',
  meters: 'Meters',
  customer: 'Customer',
  signer: 'Signer',
  taxIdEnding: (last4: string) => `tax ID ending in ${last4}`,
  meter: (last4: string, address: string) => `Ending in ${last4}, ${address}`,
  feesText: (broker: string, monthly: string | undefined) =>
    `Our fee is in the rate: ${broker} over the term. ${monthly ? `${monthly} a month besides.` : 'No monthly fee.'}`,
  estimate: (monthly: string, annual: string) => `About ${monthly} a month, ${annual} a year at the usage you stated.`,
  consent: (parts: {
    customer: string;
    energy: string;
    supplier: string;
    product: string;
    rate: string;
    months: number;
    start: string;
  }) =>
    `I may sign for ${parts.customer}. I agree to buy ${parts.energy} from ${parts.supplier} (${parts.product}) at ${parts.rate} for ${parts.months} months from ${parts.start}, and to sign the contract electronically.`,
  energy: { electric: 'electricity', gas: 'natural gas' },
  consentMissing: 'Tick the box to go on.',
  submit: 'Create contract and sign',
  sending: 'Making your contract…',
  waiting: 'Your contract is being made. This window will show it in a moment.',
  back: 'Back to your details',
  nothingYet: 'Nothing is binding until you sign on the next page.',
  rateMoved: (from: string, to: string) => `The rate moved while you were typing: it was ${from}, now it is ${to}.`,
  rateMovedCost: (from: string, to: string) =>
    `About ${from} a year before, about ${to} a year now. If you still want it, tick the box again.`,
  unsure: 'We did not hear whether your contract was made. Press the button again: you will not get two.',
  refused: 'The supplier did not take this contract.',
  summary: choice,
};
export type SigningTexts = typeof signing;
