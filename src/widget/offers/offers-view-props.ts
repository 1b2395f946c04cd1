import type { OffersMessages } from '../i18n/en/offers.ts';
import type { QuoteFormStore } from '../quote-form/quote-form-store.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { OfferList } from './offer-list.ts';
import type { OffersResult } from './offers-query.ts';

/** What the parts of the offers share, once there are some. */
export interface OffersViewProps {
  readonly context: WidgetContext;
  readonly form: QuoteFormStore;
  readonly messages: OffersMessages;
  readonly result: OffersResult;
  readonly list: OfferList;
}
