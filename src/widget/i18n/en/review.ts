import { offers } from './offers.ts';
import { orderSummary } from './order-summary.ts';
import { reviewDetails } from './review-details.ts';
import { submissionWarnings } from './submission-warnings.ts';

/** The review before the contract is created. */
export const review = {
  heading: 'Read this before you sign',
  price: 'Price',
  passThrough: offers.passThrough,
  term: 'Term',
  fees: 'Fees',
  reviewDetails,
  submissionWarnings,
  feesText: (broker: string, monthly: string | undefined) =>
    `Our fee is in the rate: ${broker} over the term. ${monthly ? `The supplier’s monthly fee, ${monthly}, is in the total above.` : 'No monthly fee.'}`,
  estimate: (monthly: string, annual: string, proviso: string) =>
    `About ${monthly} a month, ${annual} a year at the usage you stated${proviso}.`,
  earlyTerminationLabel: offers.earlyTerminationLabel,
  earlyTermination: offers.earlyTermination,
  usageToleranceLabel: offers.usageToleranceLabel,
  usageTolerance: offers.usageTolerance,
  usageToleranceUnlimited: offers.usageToleranceUnlimited,
  usageToleranceNone: offers.usageToleranceNone,
  outcomeUnknown:
    'The supplier’s side does not answer just now, so we did not hear whether your contract was made. Press the button again in a minute: you will not get two.',
  consentErrors: {
    missing: 'Check the box to continue.',
    changed: 'The sentence has changed. Read it again, then check the box.',
  },
  submit: 'Create contract and sign',
  submitting: 'Making your contract…',
  /** Replaces the messages above when the contract is signed by email. */
  /** For a contract that will be signed by email. */
  emailSigning: {
    notBinding: 'Nothing is binding until you sign the contract that comes to your inbox.',
    submit: (email: string) => `E-mail the contract to ${email}`,
  },
  popupWaiting: 'Your contract is being made. This window will show it in a moment.',
  back: 'Back to your details',
  notBinding: 'Nothing is binding until you sign on the next page.',
  orderSummary,
};
export type ReviewMessages = typeof review;
