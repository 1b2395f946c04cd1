import type { AmountFault } from '../../rates/amount.ts';
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
    utility: 'Utility',
    utilityWaiting: 'ZIP code first',
    utilityLoading: 'Looking it up…',
    utilityNone: 'None here',
    chooseUtility: 'Choose yours',
    zone: 'Load zone',
    chooseZone: 'Choose yours',
    usage: 'Used in a year',
    usageHint: 'All 12 bills added up',
    usageOdd: 'That is very little for a year. Is it a month’s?',
    unit: 'Unit',
    start: 'Starting',
    currentRate: 'You pay now',
    currentRateHint: 'The supply price on your bill, without delivery',
    show: 'Show rates',
    usageHelp: 'I don’t know my usage',
    siteList: 'Several locations? Upload a list',
    nobody: {
      electric: 'We do not sell electricity at this ZIP code yet.',
      gas: 'We do not sell gas at this ZIP code yet.',
    },
    errors: {
      postalCode: 'A ZIP code has five digits, like 75201.',
      utility: 'Choose your utility. Its name is on your bill.',
      zone: 'Choose your zone. It is on your bill.',
      /** What an amount looks like; what is wrong with it goes before. */
      usage: (most: string) => `Type a number up to ${most}, like 120,000.`,
      currentRate: {
        electric: 'Type cents for one kWh, from 1 to 100, like 9.8.',
        gas: 'Type dollars for one therm, from 0.05 to 10, like 0.65.',
      },
      amount: {
        missing: '',
        not_a_number: 'That is no number.',
        not_positive: 'It must be more than zero.',
        too_small: 'That is too low.',
        too_big: 'That is too high.',
        wrong_unit: 'That unit is for the other energy.',
      } satisfies Record<AmountFault, string>,
    },
    offerLost: {
      offer_expired: 'That price has run out. Here are today’s.',
      offer_gone: 'The supplier took that price back. Here are the ones that stand.',
    },
    broker: 'We are a broker, not your utility.',
  },
};
export type ShellTexts = typeof shell;
