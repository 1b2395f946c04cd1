import type { Offer } from '../../wire/offer.ts';
import type { WidgetContext } from '../widget-context.ts';
import { isUsageEstimated, type Quote } from './offers-store.ts';

/** Continues to the customer step with this offer. Does nothing while the offers are outdated. */
export function selectOffer(context: WidgetContext, quote: Quote, offer: Offer): void {
  const utility = quote.utility.value;
  if (!utility || quote.offers.freshness.value !== 'current') return;
  context.emit('shopper:offer-selected', {
    offerId: offer.id,
    supplier: offer.supplier.name,
    commodity: offer.commodity,
    termMonths: offer.termMonths,
  });
  context.dispatch({
    type: 'offer_selected',
    selection: {
      offer,
      utility,
      postalCode: quote.postalCode.value,
      isUsageEstimated: isUsageEstimated(quote),
    },
  });
}
