/** The footer of every step: the broker, and the link to the last contract. */
export const brokerNotice = {
  broker: (name: string | undefined) =>
    name
      ? `${name} is an independent energy broker, not a utility.`
      : 'We’re an independent energy broker, not a utility.',
  privacy: 'Privacy policy',
  lastContract: (reference: string) => `Back to contract no. ${reference}`,
};
export type BrokerNoticeMessages = typeof brokerNotice;

/** Errors of the quote form, each with an example of a valid value, and notes that depend on the input. */
export const quoteFormErrors = {
  postalCode: 'Enter a 5-digit ZIP code.',
  utility: 'Select your utility.',
  zone: 'Select your load zone. It’s on your bill.',
  /** An example of a valid usage, appended to a message of `amount`. */
  usage: (max: string) => `Enter your annual usage, for example 120,000 (maximum ${max}).`,
  currentRate: {
    electric: 'Enter cents per kWh, for example 9.8.',
    gas: 'Enter dollars per unit, for example 0.65.',
  },
  usageSuspicious: 'That looks like one month’s usage. Enter the total for 12 months.',
  contractEnd: {
    label: 'Current contract ends',
    hint: 'Leave blank if you don’t have one',
    overlap: (start: string, earliest: string | undefined) =>
      `You could pay two suppliers if the new contract starts in ${start}. Choose ${earliest ? `${earliest} or later` : 'a later start month'}.`,
    /** `earlier`: a month that would shorten the gap. */
    gap: (from: string, to: string, earlier: string | undefined) =>
      `From ${from} to ${to}, you’d have no contract and could pay a variable rate.${earlier ? ` Choose ${earlier} to shorten the gap.` : ''}`,
  },
  signBy: (date: string) => `Sign by ${date}`,
  startTooEarly: (requested: string, earliest: string) =>
    `It’s too late to start in ${requested}. The earliest month is ${earliest}.`,
  offerUnavailable: {
    offer_expired: 'That rate has expired. Here are current rates.',
    offer_gone: 'That offer is no longer available. Here are current rates.',
  },
  amount: {
    missing: '',
    not_a_number: 'Use numbers only.',
    not_positive: 'Must be more than zero.',
    too_small: 'Too low.',
    too_big: 'Too high.',
    wrong_unit: 'That unit doesn’t match the service type.',
  },
};
export type QuoteFormErrorMessages = typeof quoteFormErrors;
