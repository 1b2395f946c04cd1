import type { Offer } from '../../wire/offer.ts';
import { chooseOffer } from './choose-offer.ts';
import { differenceOf } from './difference.ts';
import type { FoundProps } from './found-props.ts';
import { OfferDetails } from './offer-details.tsx';
import { identityOf } from './offer-identity.ts';
import { mostCompared } from './offer-list.ts';

interface OfferRowProps extends FoundProps {
  readonly offer: Offer;
  /** The one that the headline speaks of. */
  readonly best: boolean;
}

/** One offer: who, what, the rate, what it comes to, how that compares. */
export function OfferRow({ shopper, model, texts, list, offer, best }: OfferRowProps) {
  const { format } = shopper;
  const { estimate, product, supplier, termMonths } = offer;
  const identity = identityOf(offer);
  const rate = format.rate(offer.rate);
  const isFixed = product.kind === 'fixed';
  const monthly = texts.perMonth(format.dollars(estimate.monthly));
  const name = texts.named(supplier.name, termMonths);
  const was = list.moves.value.was.get(identity);
  const difference = differenceOf(estimate, format);
  const compared = list.picked.value.map(identityOf);
  const isCompared = compared.includes(identity);
  // What is in a price should be seen once without a click: in the row the headline speaks of.
  const open = list.toggled.value.get(identity) ?? (best && list.sorting.value === 'cost');
  return (
    <li class="offer">
      <div>
        <h3>{supplier.name}</h3>
        <p class="muted">
          {texts.kind[product.kind]} · {texts.term(termMonths)}
          {offer.greenPercent > 0 && ` · ${texts.green(format.percent(offer.greenPercent))}`}
        </p>
        {identity === shopper.memory.read('offer') && <p class="small">{texts.chosenBefore}</p>}
      </div>
      <p class="rate">
        <strong>{rate.value}</strong> {rate.unit}
        {product.kind === 'fixed_pass_through' && <span class="small muted"> {texts.plus}</span>}
        {was && <span class="small more">{texts.was(format.rateText(was))}</span>}
      </p>
      <div>
        <p>
          {isFixed ? monthly : texts.about(monthly)} · {texts.perYear(format.dollars(estimate.annual))}
        </p>
        {difference && (
          // Green is for what is sure: a comparison that leaves something out is not.
          <p class={`difference ${isFixed || difference.way === 'more' ? difference.way : ''}`}>
            {texts.difference[difference.way](difference.amount)}
            {texts.proviso[product.kind]}
          </p>
        )}
      </div>
      <button
        type="button"
        class={best ? 'primary' : ''}
        aria-disabled={model.freshness.value !== 'current'}
        aria-label={texts.chooseFrom(name, format.rateText(offer.rate))}
        onClick={() => chooseOffer(shopper, model, offer)}
      >
        {texts.choose}
      </button>
      <label class="tick">
        <input
          type="checkbox"
          checked={isCompared}
          disabled={compared.length >= mostCompared && !isCompared}
          aria-label={`${texts.compare} ${name}`}
          onChange={(event) => list.compare(offer, event.currentTarget.checked)}
        />
        {texts.compare}
      </label>
      <details
        open={open}
        onToggle={(event) => event.currentTarget.open !== open && list.toggle(offer, event.currentTarget.open)}
      >
        <summary aria-label={`${texts.details}: ${name}`}>{texts.details}</summary>
        {open && <OfferDetails format={format} texts={texts} offer={offer} />}
      </details>
    </li>
  );
}
