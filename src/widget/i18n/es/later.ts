import type { LaterTexts } from '../later.ts';

export const later: LaterTexts = {
  ratesErrors: { brief: 'Revise este dato.', load: async () => (await import('./rates-errors.ts')).ratesErrors },
  usageHelp: async () => (await import('./usage-help.ts')).usageHelp,
  letter: async () => (await import('./letter.ts')).letter,
  siteList: async () => (await import('./site-list.ts')).siteList,
  offers: async () => (await import('./offers.ts')).offers,
  offersExtras: async () => (await import('./offers-extras.ts')).offersExtras,
  customer: async () => (await import('./customer.ts')).customer,
  seldom: async () => (await import('./seldom.ts')).seldom,
  signing: async () => (await import('./signing.ts')).signing,
  notMade: async () => (await import('./not-made.ts')).notMade,
  tracking: async () => (await import('./tracking.ts')).tracking,
};
