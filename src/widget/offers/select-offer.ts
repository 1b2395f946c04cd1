import type { Offer } from '../../wire/offer.ts';
import type { QuoteFormStore } from '../quote-form/quote-form-store.ts';
import type { WidgetContext } from '../widget-context.ts';
import { offerKey } from './offer-key.ts';

/** Takes the offer to the next step, unless it answers a question that is no longer asked. */
export function selectOffer(context: WidgetContext, form: QuoteFormStore, offer: Offer): void {
  const utility = form.utility.value;
  if (!utility || form.freshness.value !== 'current') return;
  context.sessionStore.write('offer', offerKey(offer));
  context.emit('shopper:offer-selected', {
    offerId: offer.id,
    supplier: offer.supplier.name,
    commodity: offer.commodity,
    termMonths: offer.termMonths,
  });
  context.dispatch({ type: 'offer_selected', selection: { offer, utility, postalCode: form.postalCode.value } });
}
