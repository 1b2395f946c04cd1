import type { Utility } from '../../../wire/utility.ts';
import type { ErrorKind } from '../../error-kind.ts';

/** The step list, general errors and the quote form. */
export const app = {
  title: 'Energy rates for your business',
  testMode: 'Test mode',
  steps: { rates: 'Rates', customer: 'Your business', signing: 'Sign' },
  done: 'done',
  loading: 'Loading…',
  tryAgain: 'Try again',
  close: 'Close',
  loadFailed: 'This part did not load. Check your connection.',
  optional: 'optional',
  retryAfter: (moment: string) => `Try again after ${moment}.`,
  callUs: (phone: string) => `Call us at ${phone}.`,
  errors: {
    offline: 'You are offline. What you typed is safe; we try again when you are back.',
    slow: 'This takes longer than it should.',
    unreachable: 'We could not reach our server.',
    unavailable: 'Live prices are down for the moment. What you typed is safe.',
    busy: 'Too many tries in a short time. Wait a minute, then try again.',
    quota_reached: 'You have reached the limit for this. What you typed is safe.',
    unknown_place: 'There is no such ZIP code. Check it against your bill.',
    regulated: 'In this state no business chooses who supplies its electricity: there is nothing to switch.',
    not_served:
      'None of our suppliers serves this ZIP code yet. Customers of a city utility or a cooperative may have no choice.',
    not_allowed: 'This shop is not set up for this page.',
    broken: 'Something went wrong on our side.',
  } satisfies Record<ErrorKind, string>,

  quoteForm: {
    heading: 'See what you would pay',
    commodity: 'Energy',
    electric: 'Electricity',
    gas: 'Gas',
    both: 'Both',
    postalCode: 'ZIP code',
    utility: 'Utility',
    utilityWaiting: 'ZIP code first',
    utilityLoading: 'Looking it up…',
    utilityNone: 'None here',
    chooseUtility: 'Choose yours',
    utilityHint: 'On your bill: the company that delivers and that you call during an outage. Not the supplier.',
    zone: 'Load zone',
    chooseZone: 'Choose yours',
    usage: 'Used in a year',
    usageHint: 'All 12 bills added up',
    usageSuspicious: 'That is very little for a year. Is it a month’s?',
    unit: 'Unit',
    startMonth: 'Starting',
    startMonthHint: ({ name, leadTimeDays }: Pick<Utility, 'name' | 'leadTimeDays'>) =>
      `${name} takes about ${leadTimeDays} days to switch`,
    currentRate: 'You pay now',
    currentRateHint: 'The supply price on your bill, without delivery',
    showRates: 'Show rates',
    estimateUsage: 'I don’t know my usage',
    estimateUsageOf: { electric: 'I don’t know my electricity usage', gas: 'I don’t know my gas usage' },
    importLocations: 'Several locations? Upload a list',
    offerUnavailable: {
      offer_expired: 'That price has run out. Here are today’s.',
      offer_gone: 'The supplier took that price back. Here are the ones that stand.',
    },
    brokerNotice: 'We are a broker, not your utility.',
  },
};
export type AppMessages = typeof app;
