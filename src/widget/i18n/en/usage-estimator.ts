import type { Activity } from '../../../wire/usage-estimate.ts';
import { usageSources } from './usage-sources.ts';

/** The panel that estimates the annual usage. */
export const usageEstimator = {
  heading: 'Estimate your annual usage',
  basisLabel: 'Estimate based on',
  methods: {
    monthly_bill: 'A monthly bill',
    premises: 'Business type and size',
    authorization: 'My utility records',
  },
  monthlyBill: 'Typical monthly bill',
  monthlyBillHint: 'Total amount due, including delivery and taxes',
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
  postalCodeFirst: 'Enter your ZIP code first. Prices and usage vary by state.',
  sources: usageSources,
  errors: {
    monthlyBill: 'Enter a dollar amount, like 900.',
    activity: 'Select a business type.',
    floorArea: 'Enter square feet, like 2,500.',
  },
};
export type UsageEstimatorMessages = typeof usageEstimator;
