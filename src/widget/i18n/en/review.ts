import { offers } from './offers.ts';
import { orderSummary } from './order-summary.ts';
import { reviewDetails } from './review-details.ts';
import { submissionWarnings } from './submission-warnings.ts';

/** The review before the contract is created. */
export const review = {
  heading: 'Review your contract',
  supplier: 'Supplier',
  price: 'Rate',
  offers,
  term: 'Term',
  fees: 'Fees',
  reviewDetails,
  submissionWarnings,
  feesText: (broker: string, monthly: string | undefined) =>
    `Broker fee: ${broker} over the term, included in the rate. ${monthly ? `Monthly fee: ${monthly}, included in the estimate.` : 'No monthly fee.'}`,
  estimate: (monthly: string, annual: string, proviso: string) =>
    `About ${monthly}/month, ${annual}/year at your annual usage${proviso}.`,
  outcomeUnknown:
    'The supplier’s system isn’t responding, so we can’t confirm that your contract was created. Try again in a minute. You won’t get a duplicate.',
  consentErrors: {
    missing: 'Check the box to continue.',
    changed: 'This statement changed. Read it again, then check the box.',
  },
  submit: 'Continue to e-sign',
  submitting: 'Preparing your contract…',
  /** For a contract that will be signed by email. */
  emailSigning: {
    notBinding: 'You’re not committed until you sign the contract we email you.',
    submit: (email: string) => `Email the contract to ${email}`,
  },
  popupWaiting: 'We’re preparing your contract. It will appear here in a moment.',
  back: 'Edit details',
  notBinding: 'You’re not committed until you sign on the next page.',
  orderSummary,
};
export type ReviewMessages = typeof review;
