import type { Activity } from '../../../wire/usage-estimate.ts';

/** The panel that estimates the annual usage. */
export const usageEstimator = {
  heading: 'Estimate a year’s usage',
  basisLabel: 'From',
  methods: { monthly_bill: 'A monthly bill', premises: 'Type and size', authorization: 'My utility' },
  monthlyBill: 'A usual month’s bill',
  monthlyBillHint: 'The whole amount, with delivery and taxes',
  activity: 'Kind of business',
  chooseActivity: 'Choose one',
  activities: {
    restaurant: 'Restaurant or café',
    grocery: 'Food shop',
    shop: 'Shop',
    office: 'Office',
    school: 'School',
    clinic: 'Clinic or practice',
    hotel: 'Hotel',
    other: 'Something else',
  } satisfies Record<Activity, string>,
  floorArea: 'Floor',
  floorAreaUnit: 'sq ft',
  useEstimate: 'Use this estimate',
  estimating: 'Estimating…',
  postalCodeFirst: 'Type your ZIP code in the form first: prices and habits differ by state.',
  errors: {
    monthlyBill: 'Type dollars, like 900.',
    activity: 'Choose what comes closest.',
    floorArea: 'Type square feet, like 2,500.',
  },
};
export type UsageEstimatorMessages = typeof usageEstimator;
