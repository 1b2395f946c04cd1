/** The lazily loaded offer tools: comparison, cumulative cost, price changes, countdown, email, PDF and dual fuel. */
export const offerTools = {
  comparisonHeading: (count: number) => `Compare ${count} offers`,
  closeComparison: 'Close',
  rows: {
    annual: 'Annual cost',
    versusNow: 'vs. current rate',
    total: 'Total cost over term',
    rate: 'Rate',
    length: 'Term',
    price: 'Rate type',
    green: 'Renewable',
    monthlyFee: 'Monthly fee',
    brokerFee: 'Broker fee over term',
    earlyTermination: 'Early termination fee',
    usageTolerance: 'Usage bandwidth',
  },
  choose: 'Select',
  /** Marks the best value of a row in the comparison. */
  best: 'Best',
  none: 'None',
  anyUsage: 'No limit',
  upToPercent: (upToPercent: string) => `±${upToPercent}`,
  selectedForComparison: (count: number) =>
    count === 1 ? '1 selected. Select 1 or 2 more to compare.' : `${count} selected`,
  comparisonFull: 'You can compare up to 3. Remove one to add another.',
  showComparison: 'Compare selected',
  clearComparison: 'Clear',
  stale: (time: string) =>
    `Live rates are temporarily unavailable. These rates are from ${time}. We’ll update them automatically and confirm your rate before you sign.`,
  noOffers: 'No rates are available for this usage today.',
  noOffersHint: 'Try another start month, check your usage, or call us for a custom quote.',
  outdated: 'These rates use your previous entries. Fix the highlighted field to update them.',
  changed: (count: string) => `Rates updated. ${count} changed.`,
  unchanged: 'Rates updated. No changes.',
  removedCount: (count: string) => `${count} no longer available.`,
  removed: (names: string) => `No longer available: ${names}.`,
  andMore: (count: string) => `${count} more`,
  refreshesIn: (time: string) => `Refreshes in ${time}`,
  cumulativeCostCaption: (supplier: string, months: number) => `Running total: ${supplier}, ${months} months`,
  after: 'After',
  thisOffer: 'This offer',
  email: {
    heading: 'Email these rates to yourself or a colleague',
    content: (count: number, shown: string) =>
      count === 1
        ? 'The email lists this rate, its estimated cost and when it expires.'
        : `The email lists the first ${shown} rates above, with estimated costs and when they expire.`,
    label: 'Email address',
    hint: 'We use it for this email only.',
    send: 'Send rates',
    sending: 'Sending…',
    sent: (email: string) => `We sent the rates to ${email}.`,
    invalid: 'Enter a valid email, like name@company.com.',
    misspelled: 'This address looks misspelled. Check it before you send.',
    errors: {
      notSent: 'We couldn’t send the email. Try again in a minute.',
      expired: 'Some of these rates have expired. Refresh rates, then send again.',
    },
  },
  pdf: {
    downloading: 'Preparing the PDF…',
    downloaded: 'PDF downloaded.',
    fileName: (supplier: string, months: number) => `offer-${supplier}-${months}-months.pdf`,
    expired: 'This rate has expired. Refresh rates, then download again.',
  },
  dualFuel: {
    total: (amount: string) => `Electricity and gas from about ${amount} a year.`,
    signedSeparately: 'You’ll sign two contracts, one at a time. We’ll reuse your business details for the second.',
    purchased: (commodity: string, reference: string | undefined) =>
      `${commodity}: signed${reference ? ` (contract ${reference})` : ''}`,
    second: (commodity: string) => `Contract 2 of 2: choose your ${commodity.toLowerCase()} rate`,
    ratesFor: 'Rates for',
    fromPerYear: (commodity: string, amount: string) => `${commodity}, from ${amount}/year`,
    fieldsMissing: (commodity: string) => `${commodity}: complete the fields above to see rates.`,
  },
};
export type OfferToolsMessages = typeof offerTools;
