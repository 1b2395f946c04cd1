import type { ProductKind } from '../../../wire/offer.ts';
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
    price: string;
    months: number;
    start: string;
  }) =>
    `I may sign for ${parts.customer}. I agree to buy ${parts.energy} from ${parts.supplier} (${parts.product}) ${parts.price} for ${parts.months} months from ${parts.start}, and to sign the contract electronically.`,
  /** The price as it is agreed to: a rate that moves is not agreed to as if it stood. */
  agreedPrice: {
    fixed: (rate: string) => `at ${rate}`,
    fixed_pass_through: (rate: string) => `at ${rate} plus what is passed through`,
    index: (rate: string) => `at a rate that follows the market (${rate} today)`,
    block: (rate: string) => `at ${rate} for the fixed block and the market’s price beyond it`,
  } satisfies Record<ProductKind, (rate: string) => string>,
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
