import type { Trouble } from '../../trouble.ts';

/** The frame around every step, and the form of the first. */
export const shell = {
  widget: 'Energy rates for your business',
  testMode: 'Test mode',
  steps: { rates: 'Rates', customer: 'Your business', signing: 'Sign' },
  done: 'done',
  loading: 'Loading…',
  tryAgain: 'Try again',
  stepFailed: 'This part did not load. Check your connection.',
  optional: 'optional',
  callUs: (phone: string) => `Call us at ${phone}.`,
  trouble: {
    offline: 'You are offline. What you typed is safe; we try again when you are back.',
    slow: 'This takes longer than it should.',
    unreachable: 'We could not reach our server.',
    unavailable: 'Live prices are down for the moment. What you typed is safe.',
    busy: 'Too many tries in a short time. Wait a minute, then try again.',
    not_served: 'We have no utility for this ZIP code.',
    not_allowed: 'This shop is not set up for this page.',
    broken: 'Something went wrong on our side.',
  } satisfies Record<Trouble, string>,

  rates: {
    heading: 'See what you would pay',
    energy: 'Energy',
    electric: 'Electricity',
    gas: 'Gas',
    postalCode: 'ZIP code',
    postalCodeHint: 'Where the meter is',
    utility: 'Utility',
    utilityWaiting: 'Type your ZIP code first',
    utilityLoading: 'Looking it up…',
    chooseUtility: 'Choose yours',
    zone: 'Load zone',
    chooseZone: 'Choose yours',
    usage: 'Used in a year',
    usageHint: 'All 12 bills added up',
    unit: 'Unit',
    start: 'Starting',
    currentRate: 'You pay now',
    show: 'Show rates',
    nobody: {
      electric: 'We do not sell electricity at this ZIP code yet.',
      gas: 'We do not sell gas at this ZIP code yet.',
    },
    errors: {
      postalCode: 'A ZIP code has five digits, like 75201.',
      utility: 'Choose your utility. Its name is on your bill.',
      zone: 'Choose your zone. It is on your bill.',
      usage: 'Type a number, like 120,000.',
      currentRate: { electric: 'Type cents for one kWh, like 9.8.', gas: 'Type dollars for one therm, like 0.65.' },
    },
    offerLost: {
      offer_expired: 'That price has run out. Here are today’s.',
      offer_gone: 'The supplier took that price back. Here are the ones that stand.',
    },
    broker: 'We are a broker, not your utility.',
  },
};
export type ShellTexts = typeof shell;
