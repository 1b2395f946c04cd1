import type { ComponentKind, ProductKind } from '../../../wire/offer.ts';

export const offers = {
  switching: {
    less: (amount: string, period: string) => `You could save about ${amount} ${period}.`,
    same: () => 'Switching would cost about the same as your current rate.',
    more: (amount: string, period: string) =>
      `Your current rate is lower. Switching would cost about ${amount} more ${period}.`,
  },
  lowestCost: (amount: string) => `From about ${amount} a year in supply charges.`,
  basis: {
    one: 'The only offer available for your usage',
    best: (count: string) => `Lowest annual cost of ${count} offers`,
  },
  /** The period of the savings: a year, or a shorter term. */
  period: (months: number | undefined) => (months ? `over ${months} months` : 'a year'),
  recommendation: (isLong: boolean, isFiltered: boolean) =>
    `Lowest all-inclusive cost${isFiltered ? ' with your filters' : isLong ? ' for 12+ months' : ''}`,
  recommended: 'Recommended',
  otherKinds: 'Other rate types',
  otherKindsNote: 'Totals leave out charges or follow the market.',
  atUsage: (usage: string, isEstimate: boolean) => ` at ${usage} a year${isEstimate ? ' (estimated)' : ''}`,
  versusNow: (rate: string) => `, compared with your current ${rate}`,
  energyOnly: 'Supply charges only. Delivery charges and taxes are extra.',
  term: (months: number) => `${months} months`,
  any: 'Any',
  filters: { supplier: 'Supplier', kind: 'Rate type', green: 'Renewable' },
  greens: { some: 'At least partly renewable', all: '100% renewable' },
  sortLabel: 'Sort by',
  filterAndSort: (filters: number) => `Filter and sort${filters ? ` (${filters})` : ''}`,
  sortKeys: {
    cost: 'Annual cost',
    rate: 'Rate',
    term: 'Term',
    supplier: 'Supplier',
  },
  noMatch: 'No offers match these filters.',
  clearFilters: 'Clear filters',
  stale: (time: string) =>
    `Live rates are temporarily unavailable. These rates are from ${time}. We’ll update them automatically and confirm your rate before you sign.`,
  currentPlan: 'Current rate',
  annualCostByTerm: 'Annual supply cost by term',
  cumulativeCost: 'Total cost over the term',
  offerName: (supplier: string, months: number) => `${supplier}, ${months} months`,
  compare: 'Compare',
  previousRate: (rate: string) => `was ${rate}`,
  refresh: 'Refresh rates',
  emailRates: 'Email these rates',
  downloadPdf: 'Download PDF',
  green: (percent: string) => `${percent} renewable`,
  plusPassThrough: '+ pass-through charges',
  perMonth: (amount: string) => `${amount}/month`,
  perYear: (amount: string) => `${amount}/year`,
  approximately: (amount: string) => `about ${amount}`,
  difference: {
    less: (amount: string, period: string) => `Save ${amount} ${period}`,
    same: () => 'Same as current',
    more: (amount: string, period: string) => `${amount} more ${period}`,
  },
  /** Charges that the comparison with the current plan excludes. Appended to `difference`. */
  caveat: {
    fixed: '',
    fixed_pass_through: ', before pass-through charges',
    index: ', at today’s market prices',
    block: ', at today’s market prices',
  } satisfies Record<ProductKind, string>,
  choose: 'Select',
  chooseOffer: (offerName: string, rate: string) => `Select ${offerName}, ${rate}`,
  details: 'Plan details',
  kind: {
    fixed: 'Fixed (all-inclusive)',
    fixed_pass_through: 'Fixed energy + pass-through',
    index: 'Index (variable)',
    block: 'Block + index',
  } satisfies Record<ProductKind, string>,
  passThrough: {
    fixed: 'No pass-through charges. Your rate is fixed for the full term.',
    fixed_pass_through:
      'Your energy rate is fixed. Capacity and transmission charges are added at cost and can change.',
    index: 'Your rate changes monthly with the market. Costs shown are estimates.',
    block: 'A set amount of energy is at a fixed rate. Usage above it is billed at market prices.',
  } satisfies Record<ProductKind, string>,
  passThroughLabel: 'Rate type',
  componentsLabel: 'What’s included',
  components: {
    energy: 'Energy',
    capacity: 'Capacity',
    transmission: 'Transmission',
    losses: 'Losses',
    renewable: 'Renewable requirement',
  } satisfies Record<ComponentKind, string>,
  treatments: { fixed: 'included', passed_through: 'added at cost', not_stated: 'not stated' },
  componentEstimate: (annual: string, source: string) => ` (about ${annual}/year: ${source})`,
  licenseLabel: 'Supplier license',
  usageToleranceLabel: 'Usage bandwidth',
  usageTolerance: (percent: string) =>
    `Your rate applies within ±${percent} of your annual usage. Other usage may be billed differently: see the contract.`,
  usageToleranceUnlimited: 'No bandwidth limit: the same rate at any usage.',
  usageToleranceNone: 'Your rate applies only to the usage you entered.',
  brokerFeeLabel: 'Broker fee',
  brokerFee: (dollars: string, mils: string, unit: string, term: string) =>
    `Included in the rate: ${dollars}/${unit} (${mils} mils), about ${term} over the term.`,
  monthlyFeeLabel: 'Monthly fee',
  monthlyFee: (amount: string) => `${amount}/month, included in the totals.`,
  noMonthlyFee: 'None.',
  earlyTerminationLabel: 'Early termination fee',
  earlyTermination: {
    none: () => 'None.',
    flat: (amount: string) => `${amount}.`,
    per_month_left: (amount: string) => `${amount} for each month remaining.`,
  },
  calculationLabel: 'How we calculated this',
  billedAs: (rate: string) => `Billed as ${rate}.`,
  documentsLabel: 'Contract documents',
  documents: {
    terms: 'Terms of service',
    contract_summary: 'Contract summary',
    disclosure: 'Disclosure statement',
    efl: 'Electricity Facts Label',
  },
  disclosures: {
    label: 'Important information',
    utilityNotice: 'Your utility still delivers your energy and handles outages, whichever supplier you choose.',
    compensation:
      'The supplier pays our broker fee, which is included in your rate. See the amount under Plan details.',
    documentsNotice: 'Read the supplier’s contract documents before you sign. They govern if anything here differs.',
    efl: 'In Texas, the Electricity Facts Label (EFL) summarizes each plan’s price, term and fees.',
  },
  showMore: (count: string) => `Show ${count} more`,
  noOffers: 'No rates are available for this usage today.',
  noOffersHint: 'Try another start month, check your usage, or call us for a custom quote.',
  validUntil: (time: string) => `Rates held until ${time}.`,
  updating: 'Getting current rates…',
  sortedBy: (key: string) => `Sorted by: ${key}.`,
  offersFound: (count: number) => (count === 1 ? '1 offer found.' : `${count} offers found.`),
};
export type OffersMessages = typeof offers;

/** The selected offer, next to the customer form and the review. Reuses messages of the offer row. */
export const orderSummary = {
  heading: 'Your selection',
  rate: 'Rate',
  term: 'Term',
  termFrom: (month: string, months: number) => `${months} months, starting ${month}`,
  estimateLabel: 'Estimated cost',
  perMonth: (amount: string) => `${amount}/month`,
  kind: offers.kind,
  plusPassThrough: offers.plusPassThrough,
  caveat: offers.caveat,
  energyOnly: offers.energyOnly,
  heldUntil: 'Rate held until',
  signBy: 'Sign by, to start on time',
};
export type OrderSummaryMessages = typeof orderSummary;
