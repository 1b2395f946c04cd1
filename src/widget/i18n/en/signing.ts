import type { ProductKind } from '../../../wire/offer.ts';
import { checklist } from './checklist.ts';
import { choice } from './choice.ts';
import { details } from './details.ts';
import { inboxReview } from './inbox-review.ts';
import { offers } from './offers.ts';

/** The review: the last look before a contract is made. */
export const signing = {
  heading: 'Read this before you sign',
  price: 'Price',
  passedThrough: offers.passedThrough,
  term: 'Term',
  fees: 'Fees',
  details,
  checklist,
  feesText: (broker: string, monthly: string | undefined) =>
    `Our fee is in the rate: ${broker} over the term. ${monthly ? `The supplier’s monthly fee, ${monthly}, is in the total above.` : 'No monthly fee.'}`,
  estimate: (monthly: string, annual: string, proviso: string) =>
    `About ${monthly} a month, ${annual} a year at the usage you stated${proviso}.`,
  leavingLabel: offers.leavingLabel,
  leaving: offers.leaving,
  swingLabel: offers.swingLabel,
  swing: offers.swing,
  swingFree: offers.swingFree,
  swingNone: offers.swingNone,
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
  unsure:
    'The supplier’s side does not answer just now, so we did not hear whether your contract was made. Press the button again in a minute: you will not get two.',
  consentMissing: 'Tick the box to go on.',
  submit: 'Create contract and sign',
  sending: 'Making your contract…',
  /** Instead, where the contract is signed from an inbox. */
  inbox: inboxReview,
  waiting: 'Your contract is being made. This window will show it in a moment.',
  back: 'Back to your details',
  nothingYet: 'Nothing is binding until you sign on the next page.',
  summary: choice,
};
export type SigningTexts = typeof signing;
