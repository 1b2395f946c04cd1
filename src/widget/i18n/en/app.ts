import type { ErrorKind } from '../../api/errors.ts';

/** The step list, general errors and the quote form. */
export const app = {
  title: 'Energy rates for your business',
  testMode: 'Test mode',
  steps: { rates: 'Compare rates', customer: 'Your business', signing: 'Review & sign' },
  stepList: 'Steps',
  done: 'completed',
  loading: 'Loading…',
  tryAgain: 'Try again',
  close: 'Close',
  loadFailed: 'This section didn’t load. Check your connection and try again.',
  optional: 'optional',
  retryAfter: (moment: string) => `Try again after ${moment}.`,
  callUs: (phone: string) => `Call us at ${phone}.`,
  errors: {
    offline: 'You’re offline. Your entries stay on this page. Try again when you reconnect.',
    slow: 'This is taking longer than usual.',
    unreachable: 'We couldn’t connect to our server.',
    unavailable: 'Live rates are temporarily unavailable. Your entries stay on this page.',
    busy: 'Too many attempts. Wait a minute and try again.',
    quota_reached: 'You’ve reached the limit for now. Your entries stay on this page.',
    unknown_place: 'We can’t find that ZIP code. Check your bill.',
    regulated: 'Businesses in this state can’t choose their electricity supplier.',
    not_served:
      'We don’t have rates for this ZIP code and service type yet. Customers of municipal utilities and co-ops usually can’t choose a supplier.',
    not_allowed: 'This page isn’t authorized to show rates. Contact the site owner.',
    broken: 'Something went wrong on our end. Try again.',
  } satisfies Record<ErrorKind, string>,

  quoteForm: {
    heading: 'See your rates',
    commodity: 'Service type',
    electric: 'Electricity',
    gas: 'Natural gas',
    both: 'Both',
    postalCode: 'ZIP code',
    utility: 'Utility',
    utilityWaiting: 'Enter ZIP code',
    utilityLoading: 'Finding utilities…',
    chooseUtility: 'Select your utility',
    utilityHint:
      'The company that delivers your energy and handles outages. It’s on your bill and may not be your supplier.',
    zone: 'Load zone',
    chooseZone: 'Select your load zone',
    usage: 'Annual usage',
    usageHint: 'Total from your last 12 bills',
    unit: 'Unit',
    startMonth: 'Start month',
    currentRate: 'Current rate',
    currentRateHint: 'Supply rate on your bill, excluding delivery charges',
    showRates: 'See rates',
    estimateUsage: 'I don’t know my usage',
    estimateUsageOf: { electric: 'I don’t know my electricity usage', gas: 'I don’t know my gas usage' },
    importLocations: 'Multiple locations? Upload a list',
  },
};
export type AppMessages = typeof app;
