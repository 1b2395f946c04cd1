import type { Activity } from '../../../wire/usage-estimate.ts';

/** Where a customer finds a better number than an estimate. */
const check = 'Your usage may be much lower or higher: check your bills before you sign.';

/** Source of an estimated or imported usage. Shown under the field until the customer edits it. */
export const usageSources = {
  state_average: (price: string, state: string, source: string) =>
    `Estimate based on the ${state} commercial average of ${price} (${source}). ${check}`,
  assumed_price: (price: string) => `Estimate based on an assumed ${price}. ${check}`,
  own_rate: (price: string) => `Estimate based on ${price}.`,
  intensity: (amount: string, unit: string, source: string) =>
    `Estimate based on ${amount} ${unit} per square foot (${source}). ${check}`,
  locations: (count: number) =>
    count === 1 ? '1 location from your list' : `Total of ${count} locations from your list`,
};
export type UsageSourceMessages = typeof usageSources;

export const usageEstimator = {
  heading: 'Estimate your annual usage',
  basisLabel: 'How to find your usage',
  methods: {
    monthly_bill: 'A monthly bill',
    premises: 'Business type and size',
    authorization: 'Authorize us to ask your utility',
  },
  monthlyBill: 'Typical monthly bill',
  monthlyBillHint: 'Total amount due, including delivery and taxes. The usage on 12 bills is more accurate.',
  activity: 'Business type',
  chooseActivity: 'Select one',
  activities: {
    restaurant: 'Restaurant or café',
    grocery: 'Grocery store',
    shop: 'Retail store',
    office: 'Office',
    school: 'School',
    clinic: 'Medical office or clinic',
    hotel: 'Hotel',
    other: 'Other',
  } satisfies Record<Activity, string>,
  floorArea: 'Floor area',
  floorAreaUnit: 'sq ft',
  useEstimate: 'Use this estimate',
  estimating: 'Calculating…',
  cancel: 'Cancel',
  postalCodeFirst: 'Enter your ZIP code first. Prices and usage vary by state.',
  sources: usageSources,
  errors: {
    monthlyBill: 'Enter a dollar amount, like 900.',
    activity: 'Select a business type.',
    floorArea: 'Enter square feet, like 2,500.',
  },
};
export type UsageEstimatorMessages = typeof usageEstimator;
