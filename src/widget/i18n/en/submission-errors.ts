import { offers } from './offers.ts';

/** Why the contract was not created. */
export const submissionErrors = {
  rateChanged: (from: string, to: string) => `The rate moved while you were typing: it was ${from}, now it is ${to}.`,
  termsChanged: 'The terms of this offer changed while you were typing.',
  termChanged: (term: string, from: string, to: string) => `${term}: it was “${from}”, now it is “${to}”.`,
  documentsChanged: 'The supplier changed the papers of this offer. Read them again.',
  terms: {
    monthlyFee: offers.monthlyFeeLabel,
    brokerFee: offers.brokerFeeLabel,
    earlyTermination: offers.earlyTerminationLabel,
    swingPercent: offers.usageToleranceLabel,
    greenPercent: offers.filters.green,
  },
  otherTerm: 'Another term',
  earlyTermination: offers.earlyTermination,
  usageToleranceUnlimited: offers.usageToleranceUnlimited,
  rateChangedCost: (from: string, to: string) =>
    `About ${from} a year before, about ${to} a year now. If you still want it, tick the box again.`,
  /** Rejections that the customer cannot resolve in the form, by rejection code. */
  rejections: {
    credit_hold: 'The supplier wants to look at your credit first. Choose another offer, or talk to us.',
    usage_outside_band: 'This price is for another amount of usage than you stated. Choose another offer.',
    utility_rate_mismatch: 'This price is not sold where your meters are. Choose another offer.',
    other: 'The supplier did not take this contract. Choose another offer, or talk to us.',
  },
  chooseAnother: 'Choose another offer',
  /** A contract for one of the accounts exists. */
  existing: {
    pending: (reference: string) =>
      `A contract for these accounts was requested before, and we do not know yet whether it exists: ${reference}. Try again in a minute.`,
    found: (reference: string, isUnsigned: boolean) =>
      `You already have a contract for these accounts: ${reference}${isUnsigned ? ', not signed yet' : ''}. No second one was created.`,
    differs: (parts: string) => `Different this time: ${parts}.`,
    sections: {
      offer: 'the offer',
      customer: 'your business',
      signer: 'the signer',
      contact: 'the contact',
      accounts: 'the accounts',
      currentSupply: 'your current supply',
      documents: 'the papers',
      consent: 'the sentence you agree to',
    },
    elsewhere: 'Open it in the browser where you created it, or with its link.',
    open: 'Open that contract',
    makeAnother: 'Create another contract',
  },
  errors: {
    price_unchecked:
      'We could not check the price with the supplier, so no contract was created. What you typed is safe. Try again in a minute.',
    unavailable:
      'Contracts cannot be made just now: the supplier’s side does not answer. What you typed is safe. Try again in a few minutes.',
    busy: 'Too many tries in a short time. Wait a minute, then press the button again.',
  },
};
export type SubmissionErrorMessages = typeof submissionErrors;
