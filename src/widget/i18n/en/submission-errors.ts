import { offers } from './offers.ts';

export const submissionErrors = {
  rateChanged: (change: string | undefined) =>
    `The supplier changed this rate before its hold ended${change ? ` (${change})` : ''}.`,
  before: 'Previously',
  now: 'Now',
  acceptRate: (rate: string) => `Continue at ${rate}`,
  acceptTerms: 'Continue with the new terms',
  seeOtherRates: 'See other rates',
  termsChanged: 'The terms of this offer changed while you were completing the form.',
  termChanged: (term: string, from: string, to: string) => `${term}: ${to} (was ${from})`,
  documentsChanged: 'The supplier updated the contract documents. Read them again.',
  componentsChanged: 'Which charges are included in the rate has changed. See Plan details under the rates.',
  terms: {
    monthlyFee: offers.monthlyFeeLabel,
    brokerFee: offers.brokerFeeLabel,
    earlyTermination: offers.earlyTerminationLabel,
    swingPercent: offers.usageToleranceLabel,
    greenPercent: offers.filters.green,
    components: offers.componentsLabel,
  },
  otherTerm: 'Another term',
  earlyTermination: offers.earlyTermination,
  usageToleranceUnlimited: offers.usageToleranceUnlimited,
  rateChangedCost: (from: string, to: string) =>
    `Estimated annual cost: ${to} (was ${from}). To accept the new terms, check the box again.`,
  /** Rejections that the customer cannot resolve in the form, by rejection code. */
  rejections: {
    credit_hold: 'The supplier requires a credit review first. Select another offer or call us.',
    usage_outside_band: 'This rate isn’t available for your usage level. Select another offer.',
    utility_rate_mismatch: 'This rate isn’t available at your service address. Select another offer.',
    other: 'The supplier couldn’t accept this contract. Select another offer or call us.',
  },
  chooseAnother: 'Select another offer',
  /** Shown if a contract for one of the accounts already exists. */
  existing: {
    pending: (reference: string) =>
      `A contract for these accounts was already requested, and we can’t confirm it yet: ${reference}. Try again in a minute.`,
    found: (reference: string, isUnsigned: boolean) =>
      `You already have a contract for these accounts: ${reference}${isUnsigned ? ', not signed yet' : ''}. We didn’t create another.`,
    differs: (parts: string) => `Different this time: ${parts}.`,
    sections: {
      offer: 'the offer',
      customer: 'your business',
      signer: 'the signer',
      contact: 'the contact',
      accounts: 'the accounts',
      currentSupply: 'your current supply',
      documents: 'the documents',
      consent: 'the statement you agree to',
    },
    elsewhere: 'Open it in the browser where you created it, or use its link.',
    requestLink: {
      request: 'Email a link to its signer',
      requesting: 'Sending…',
      requested: 'We’re emailing a link to the contract’s authorized signer. Check the spam folder too.',
    },
    open: 'Open that contract',
    makeAnother: 'Create another contract',
  },
  errors: {
    price_unchecked:
      'We couldn’t confirm the rate with the supplier, so no contract was created. Your entries stay on this page. Try again in a minute.',
    unavailable:
      'We can’t create contracts right now because the supplier’s system is down. Your entries stay on this page. Try again in a few minutes.',
    busy: 'Too many attempts. Wait a minute and try again.',
  },
};
export type SubmissionErrorMessages = typeof submissionErrors;
