import type { Offer } from '../../wire/offer.ts';
import type { Shopper } from '../shopper.ts';
import { identityOf } from './offer-identity.ts';
import type { RatesModel } from './rates-model.ts';

/** Takes the offer to the next step, unless it answers a question that is no longer asked. */
export function chooseOffer(shopper: Shopper, model: RatesModel, offer: Offer): void {
  const utility = model.utility.value;
  if (!utility || model.freshness.value !== 'current') return;
  shopper.memory.write('offer', identityOf(offer));
  shopper.emit('shopper:offer-selected', {
    offerId: offer.id,
    supplier: offer.supplier.name,
    commodity: offer.commodity,
    termMonths: offer.termMonths,
  });
  shopper.go({ type: 'offer_chosen', choice: { offer, utility, postalCode: model.postalCode.value } });
}
