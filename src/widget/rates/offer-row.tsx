import type { Offer } from '../../wire/offer.ts';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { OfferDetails } from './offer-details.tsx';

interface OfferRowProps {
  readonly format: Format;
  readonly texts: OffersTexts;
  readonly offer: Offer;
  /** The row the headline speaks of stands open: what is in a price should be seen once without a click. */
  readonly first: boolean;
  readonly chosenBefore: boolean;
  readonly disabled: boolean;
  readonly onChoose: () => void;
}

/** One offer: who, what, the rate, what it comes to, how that compares. */
export function OfferRow({ format, texts, offer, first, chosenBefore, disabled, onChoose }: OfferRowProps) {
  const { estimate, product } = offer;
  const rate = format.rate(offer.rate);
  const openEnded = product.kind !== 'fixed';
  const monthly = texts.perMonth(format.dollars(estimate.monthly));
  return (
    <li class="offer">
      <div class="who">
        <h3>{offer.supplier.name}</h3>
        <p class="muted">
          {texts.kind[product.kind]} · {texts.term(offer.termMonths)}
          {offer.greenPercent > 0 && ` · ${texts.green(format.percent(offer.greenPercent))}`}
        </p>
        {chosenBefore && <p class="small">{texts.chosenBefore}</p>}
      </div>
      <p class="rate">
        <strong>{rate.value}</strong> {rate.unit}
        {product.kind === 'fixed_pass_through' && <span class="small muted"> {texts.plus}</span>}
      </p>
      <div class="cost">
        <p>
          {openEnded ? texts.about(monthly) : monthly} · {texts.perYear(format.dollars(estimate.annual))}
        </p>
        <Difference format={format} texts={texts} offer={offer} />
      </div>
      <button
        type="button"
        class={first ? 'primary' : ''}
        disabled={disabled}
        aria-label={texts.chooseFrom(offer.supplier.name, offer.termMonths, format.rateText(offer.rate))}
        onClick={onChoose}
      >
        {texts.choose}
      </button>
      <details open={first}>
        <summary>{texts.details}</summary>
        <OfferDetails format={format} texts={texts} offer={offer} />
      </details>
    </li>
  );
}

function Difference({ format, texts, offer }: Pick<OfferRowProps, 'format' | 'texts' | 'offer'>) {
  const { difference } = offer.estimate;
  if (!difference) return null;
  const value = Number(difference.amount);
  const amount = format.dollars({ ...difference, amount: difference.amount.replace('-', '') });
  const words = Math.abs(value) < 1 ? texts.equal : value < 0 ? texts.less(amount) : texts.more(amount);
  // Green is for what is sure: a comparison that leaves something out is not.
  const sure = offer.product.kind === 'fixed' && Math.abs(value) >= 1;
  return (
    <p class={`difference ${value > 0 ? 'more' : sure ? 'less' : ''}`}>
      {words}
      {texts.proviso[offer.product.kind]}
    </p>
  );
}
