import type { CustomerTexts } from './en/customer.ts';
import type { LetterTexts } from './en/letter.ts';
import type { NotMadeTexts } from './en/not-made.ts';
import type { OffersTexts } from './en/offers.ts';
import type { OffersExtrasTexts } from './en/offers-extras.ts';
import type { RatesErrorTexts } from './en/rates-errors.ts';
import type { SeldomTexts } from './en/seldom.ts';
import type { SigningTexts } from './en/signing.ts';
import type { SiteListTexts } from './en/site-list.ts';
import type { TrackingTexts } from './en/tracking.ts';
import type { UsageHelpTexts } from './en/usage-help.ts';

/** The words of one language that the first screen does without: those of its form come along, each step's when it is. */
export interface LaterTexts {
  /** What is wrong in the first form loads when something is; `brief` stands in for it until then. */
  readonly ratesErrors: { readonly brief: string; load(): Promise<RatesErrorTexts> };
  usageHelp(): Promise<UsageHelpTexts>;
  letter(): Promise<LetterTexts>;
  siteList(): Promise<SiteListTexts>;
  offers(): Promise<OffersTexts>;
  offersExtras(): Promise<OffersExtrasTexts>;
  customer(): Promise<CustomerTexts>;
  seldom(): Promise<SeldomTexts>;
  signing(): Promise<SigningTexts>;
  notMade(): Promise<NotMadeTexts>;
  tracking(): Promise<TrackingTexts>;
}
