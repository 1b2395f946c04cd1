import { offers, orderSummary } from './offers.ts';

export const reviewDetails = {
  meters: 'Accounts',
  meter: (number: string, address: string) => `${number}: ${address}`,
  customer: 'Business',
  taxIdEnding: (last4: string) => `tax ID ending in ${last4}`,
  tradingAs: (name: string) => `DBA ${name}`,
  billTo: 'Billing address',
  billToFirstMeter: 'Same as service address',
  signer: 'Authorized signer',
  contact: 'Main contact',
  currentSupplier: 'Current supplier',
  until: (day: string) => `until ${day}`,
  documents: 'Documents',
  latestBill: 'Recent utility bill',
  exemptionCertificate: 'Tax exemption certificate',
};
export type ReviewDetailsMessages = typeof reviewDetails;

export const submissionWarnings = {
  heading: 'Check before you sign',
  intro: 'These often cause rejections. If everything is correct, continue.',
  meter: (number: number) => `Account ${number}: `,
  change: 'Edit',
  /** The most frequent warning. The others load with the optional sections. */
  warnings: {
    bill_missing: 'No recent bill uploaded. Some suppliers require one before they process your contract.',
  },
};
export type SubmissionWarningMessages = typeof submissionWarnings;

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
  estimate: (monthly: string, annual: string, usage: string, isEstimated: boolean, proviso: string) =>
    `About ${monthly}/month, ${annual}/year${offers.atUsage(usage, isEstimated)}${proviso}.${isEstimated ? ' Compare this usage with your last 12 bills.' : ''}`,
  outcomeUnknown:
    'The supplier’s system isn’t responding, so we can’t confirm that your contract was created. Try again in a minute. You won’t get a duplicate.',
  consentErrors: {
    missing: 'Check the box to continue.',
    changed: 'This statement changed. Read it again, then check the box.',
  },
  submit: 'Continue to e-sign',
  submitting: 'Preparing your contract…',
  /** Shown for a contract that will be signed by email. */
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
