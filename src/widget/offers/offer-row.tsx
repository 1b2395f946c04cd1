import type { Offer } from '../../wire/offer.ts';
import { OfferDetails } from './offer-details.tsx';
import { offerKey } from './offer-key.ts';
import { MAX_COMPARED } from './offer-list.ts';
import type { OffersViewProps } from './offers-view-props.ts';
import { calculateSavings } from './savings.ts';
import { selectOffer } from './select-offer.ts';

interface OfferRowProps extends OffersViewProps {
  readonly offer: Offer;
  /** The one that the headline speaks of. */
  readonly isBest: boolean;
}

/** One offer: who, what, the rate, what it comes to, how that compares. */
export function OfferRow({ context, form, messages, list, offer, isBest }: OfferRowProps) {
  const { format } = context;
  const { estimate, product, supplier, termMonths } = offer;
  const key = offerKey(offer);
  const rate = format.rate(offer.rate);
  const isFixed = product.kind === 'fixed';
  const monthly = messages.perMonth(format.dollars(estimate.monthly));
  const name = messages.offerName(supplier.name, termMonths);
  const previousRate = list.priceChanges.value.previousRates.get(key);
  const savings = calculateSavings(estimate, format);
  const compared = list.selected.value.map(offerKey);
  const isCompared = compared.includes(key);
  // What is in a price should be seen once without a click: in the row the headline speaks of.
  const open = list.toggledRows.value.get(key) ?? (isBest && list.sortKey.value === 'cost');
  return (
    <li class="offer-row">
      <div>
        <h3>{supplier.name}</h3>
        <p class="text-muted">
          {messages.kind[product.kind]} · {messages.term(termMonths)}
          {offer.greenPercent > 0 && ` · ${messages.green(format.percent(offer.greenPercent))}`}
        </p>
        {key === context.sessionStore.read('offer') && <p class="text-small">{messages.previouslyChosen}</p>}
      </div>
      <p class="offer-row-rate">
        <strong>{rate.value}</strong> {rate.unit}
        {product.kind === 'fixed_pass_through' && <span class="text-small text-muted"> {messages.plusPassThrough}</span>}
        {previousRate && <span class="text-small offer-row-previous-rate">{messages.previousRate(format.rateText(previousRate))}</span>}
      </p>
      <div>
        <p>
          {isFixed ? monthly : messages.approximately(monthly)} · {messages.perYear(format.dollars(estimate.annual))}
        </p>
        {savings && (
          // Green is for what is sure: a comparison that leaves something out is not.
          <p class={`savings ${isFixed || savings.direction === 'more' ? `savings-${savings.direction}` : ''}`}>
            {messages.difference[savings.direction](savings.amount)}
            {messages.caveat[product.kind]}
          </p>
        )}
      </div>
      <button
        type="button"
        class={isBest ? 'button-primary' : ''}
        aria-disabled={form.freshness.value !== 'current'}
        aria-label={messages.chooseOffer(name, format.rateText(offer.rate))}
        onClick={() => selectOffer(context, form, offer)}
      >
        {messages.choose}
      </button>
      <label class="checkbox">
        <input
          type="checkbox"
          checked={isCompared}
          disabled={compared.length >= MAX_COMPARED && !isCompared}
          aria-label={`${messages.compare} ${name}`}
          onChange={(event) => list.setCompared(offer, event.currentTarget.checked)}
        />
        {messages.compare}
      </label>
      <details
        open={open}
        onToggle={(event) => event.currentTarget.open !== open && list.setExpanded(offer, event.currentTarget.open)}
      >
        <summary aria-label={`${messages.details}: ${name}`}>{messages.details}</summary>
        {open && <OfferDetails format={format} messages={messages} offer={offer} />}
      </details>
    </li>
  );
}
