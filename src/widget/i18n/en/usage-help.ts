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
  /** Stands under the usage until it is edited. */
  notes: {
    state_average: (price: string, state: string, source: string) =>
      `Estimated from a bill at ${price}, the average for businesses in ${state} (${source}).`,
    assumed_price: (price: string) => `Estimated from a bill at ${price}, a price we assume.`,
    own_rate: (price: string) => `Estimated from a bill at ${price}.`,
    intensity: (amount: string, unit: string, source: string) =>
      `Estimated at ${amount} ${unit} a square foot (${source}).`,
  },
  states: {
    CT: 'Connecticut',
    DE: 'Delaware',
    IL: 'Illinois',
    MA: 'Massachusetts',
    MD: 'Maryland',
    MI: 'Michigan',
    NJ: 'New Jersey',
    NY: 'New York',
    OH: 'Ohio',
    PA: 'Pennsylvania',
    TX: 'Texas',
  } as Readonly<Record<string, string>>,
};
export type UsageHelpTexts = typeof usageHelp;
