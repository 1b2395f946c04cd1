import type { Rate } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { OfferDetails } from './offer-details.tsx';

interface OfferRowProps {
  readonly format: Format;
  readonly texts: OffersTexts;
  readonly offer: Offer;
  readonly best: boolean;
  readonly open: boolean;
  readonly chosenBefore: boolean;
  readonly disabled: boolean;
  /** What the rate was before the last refresh, when it moved. */
  readonly was: Rate | undefined;
  readonly compared: boolean;
  /** Three are picked already, and this is none of them. */
  readonly compareFull: boolean;
  readonly onCompare: (picked: boolean) => void;
  readonly onToggle: (open: boolean) => void;
  readonly onChoose: () => void;
}

/** One offer: who, what, the rate, what it comes to, how that compares. */
export function OfferRow(props: OfferRowProps) {
  const { format, texts, offer, was, disabled } = props;
  const { estimate, product } = offer;
  const rate = format.rate(offer.rate);
  const openEnded = product.kind !== 'fixed';
  const monthly = texts.perMonth(format.dollars(estimate.monthly));
  const name = texts.named(offer.supplier.name, offer.termMonths);
  return (
    <li class="offer">
      <div class="who">
        <h3>{offer.supplier.name}</h3>
        <p class="muted">
          {texts.kind[product.kind]} · {texts.term(offer.termMonths)}
          {offer.greenPercent > 0 && ` · ${texts.green(format.percent(offer.greenPercent))}`}
        </p>
        {props.chosenBefore && <p class="small">{texts.chosenBefore}</p>}
      </div>
      <p class="rate">
        <strong>{rate.value}</strong> {rate.unit}
        {product.kind === 'fixed_pass_through' && <span class="small muted"> {texts.plus}</span>}
        {was && <span class="small moved">{texts.was(format.rateText(was))}</span>}
      </p>
      <div class="cost">
        <p>
          {openEnded ? texts.about(monthly) : monthly} · {texts.perYear(format.dollars(estimate.annual))}
        </p>
        <Difference format={format} texts={texts} offer={offer} />
      </div>
      <button
        type="button"
        class={props.best ? 'primary' : ''}
        aria-disabled={disabled}
        aria-label={texts.chooseFrom(offer.supplier.name, offer.termMonths, format.rateText(offer.rate))}
        onClick={props.onChoose}
      >
        {texts.choose}
      </button>
      <label class="compare">
        <input
          type="checkbox"
          checked={props.compared}
          disabled={props.compareFull}
          aria-label={texts.compareNamed(name)}
          onChange={(event) => props.onCompare(event.currentTarget.checked)}
        />
        {texts.compare}
      </label>
      <details
        open={props.open}
        onToggle={({ currentTarget: { open } }) => open !== props.open && props.onToggle(open)}
      >
        <summary aria-label={`${texts.details}: ${name}`}>{texts.details}</summary>
        {props.open && <OfferDetails format={format} texts={texts} offer={offer} />}
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
