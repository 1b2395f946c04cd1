import type { Activity } from '../../../wire/usage-estimate.ts';

/** "I don't know my usage": a year's figure from what the customer does know. */
export const usageHelp = {
  heading: 'Estimate a year’s usage',
  from: 'From',
  by: { monthly_bill: 'A monthly bill', premises: 'Type and size', letter: 'My utility' },
  bill: 'A usual month’s bill',
  billHint: 'The whole amount, with delivery and taxes',
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
  size: 'Floor',
  sizeUnit: 'sq ft',
  use: 'Use this estimate',
  working: 'Estimating…',
  whereFirst: 'Type your ZIP code in the form first: prices and habits differ by state.',
  errors: {
    bill: 'Type dollars, like 900.',
    activity: 'Choose what comes closest.',
    size: 'Type square feet, like 2,500.',
  },
};
export type UsageHelpTexts = typeof usageHelp;
