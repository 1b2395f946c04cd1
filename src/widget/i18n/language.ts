import type { CompareTexts } from './en/compare.ts';
import type { CustomerTexts } from './en/customer.ts';
import type { LetterTexts } from './en/letter.ts';
import type { OffersTexts } from './en/offers.ts';
import type { RatesErrorTexts } from './en/rates-errors.ts';
import { type ShellTexts, shell } from './en/shell.ts';
import type { SigningTexts } from './en/signing.ts';
import type { SiteListTexts } from './en/site-list.ts';
import type { TrackingTexts } from './en/tracking.ts';
import type { UsageHelpTexts } from './en/usage-help.ts';

/** One language: the first screen's words at once, each later step's when the step is. A missing key is a type error. */
export interface Language {
  readonly shell: ShellTexts;
  ratesErrors(): Promise<RatesErrorTexts>;
  usageHelp(): Promise<UsageHelpTexts>;
  letter(): Promise<LetterTexts>;
  siteList(): Promise<SiteListTexts>;
  offers(): Promise<OffersTexts>;
  compare(): Promise<CompareTexts>;
  customer(): Promise<CustomerTexts>;
  signing(): Promise<SigningTexts>;
  tracking(): Promise<TrackingTexts>;
}

/** English is the language the widget starts in; another one is a file of this shape, loaded when asked for. */
export const english: Language = {
  shell,
  ratesErrors: async () => (await import('./en/rates-errors.ts')).ratesErrors,
  usageHelp: async () => (await import('./en/usage-help.ts')).usageHelp,
  letter: async () => (await import('./en/letter.ts')).letter,
  siteList: async () => (await import('./en/site-list.ts')).siteList,
  offers: async () => (await import('./en/offers.ts')).offers,
  compare: async () => (await import('./en/compare.ts')).compare,
  customer: async () => (await import('./en/customer.ts')).customer,
  signing: async () => (await import('./en/signing.ts')).signing,
  tracking: async () => (await import('./en/tracking.ts')).tracking,
};

/** The locale to format with: what the site asked for, else the page's own, as long as we speak its language. */
export function chooseLocale(asked: string | undefined): string {
  const locale = asked || document.documentElement.lang;
  return /^en(-[A-Z]{2})?$/.test(locale) && locale !== 'en' ? locale : 'en-US';
}
