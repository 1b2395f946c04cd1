import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Shopper } from '../shopper.ts';
import type { OfferList } from './offer-list.ts';
import type { OffersAnswer } from './offers-feed.ts';
import type { RatesModel } from './rates-model.ts';

/** What the parts of the offers share, once there are some. */
export interface FoundProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  readonly texts: OffersTexts;
  readonly answer: OffersAnswer;
  readonly list: OfferList;
}
