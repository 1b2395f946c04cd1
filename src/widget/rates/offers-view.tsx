import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { Notice } from '../controls/notice.tsx';
import { Segments } from '../controls/segments.tsx';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Shopper } from '../shopper.ts';
import { bestOf, Headline } from './headline.tsx';
import { OfferRow } from './offer-row.tsx';
import css from './offers.css?inline';
import type { OffersAnswer, RatesModel } from './rates-model.ts';

export { css };

interface OffersViewProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  readonly texts: OffersTexts;
}

/** So many offers at first; a matrix can answer with thousands. */
const page = 10;

/** What the first form is answered with: offers, or why there are none and what to do. */
export function OffersView(props: OffersViewProps) {
  const { shopper, model, texts } = props;
  const answer = model.offers.value;
  const { shell } = shopper.language;
  if (answer.state === 'failed') {
    const { branding } = siteOf(shopper) ?? {};
    return (
      <Notice action={shell.tryAgain} onAction={model.show}>
        {shell.trouble[answer.trouble]} {branding?.phone && shell.callUs(branding.phone)}
      </Notice>
    );
  }
  if (answer.state !== 'found') return <Skeleton words={texts.updating} />;
  if (!answer.value.offers.length) {
    return (
      <div class="pad" role="status">
        <h2>{texts.none}</h2>
        <p class="muted">{texts.noneHint}</p>
      </div>
    );
  }
  return <OfferList {...props} answer={answer.value} />;
}

function OfferList({ shopper, model, texts, answer }: OffersViewProps & { readonly answer: OffersAnswer }) {
  const term = useSignal('');
  const fixedOnly = useSignal(false);
  const shown = useSignal(page);
  const { format, memory } = shopper;
  const lengths = [...new Set(answer.offers.map(({ termMonths }) => termMonths))].sort((a, b) => a - b);
  const isFixed = ({ product }: Offer) => product.kind === 'fixed';
  const mixed = answer.offers.some(isFixed) && !answer.offers.every(isFixed);
  const offers = answer.offers.filter(
    (offer) => (!term.value || String(offer.termMonths) === term.value) && (!fixedOnly.value || isFixed(offer)),
  );
  const visible = offers.length ? offers : answer.offers;
  const best = bestOf(visible);
  // What the headline speaks of stands on top; the rest stays in the order of yearly cost.
  const ordered = best ? [best, ...visible.filter((offer) => offer !== best)] : visible;
  const rest = visible.length - shown.value;
  const heldUntil = answer.offers.map(({ expiresAt }) => expiresAt).sort()[0];
  const before = memory.read('offer');

  // While the offers are read, the next step comes in; when it cannot, the step itself tries again and says so.
  useEffect(() => {
    Promise.all([import('../customer/customer-step.tsx'), shopper.language.customer()]).catch(() => {});
  }, [shopper]);

  return (
    <section aria-busy={model.stale.value} class={model.stale.value ? 'stale' : ''}>
      <p class="hidden" role="status">
        {model.stale.value ? texts.updating : texts.found(format.number(answer.offers.length))}
      </p>
      <Headline format={format} texts={texts} offers={visible} currentRate={answer.question.currentRate} />
      <div class="chips">
        {lengths.length > 1 && (
          <Segments
            name="term"
            label={texts.termLabel}
            hideLabel
            value={offers.length ? term.value : ''}
            choices={[
              { value: '', label: texts.anyTerm },
              ...lengths.map((months) => ({ value: String(months), label: texts.term(months) })),
            ]}
            onPick={(value) => {
              term.value = value;
              shown.value = page;
            }}
          />
        )}
        {mixed && (
          <Segments
            name="kind"
            label={texts.priceLabel}
            hideLabel
            value={fixedOnly.value ? 'fixed' : 'any'}
            choices={[
              { value: 'any', label: texts.anyPrice },
              { value: 'fixed', label: texts.fixedOnly },
            ]}
            onPick={(value) => {
              fixedOnly.value = value === 'fixed';
              shown.value = page;
            }}
          />
        )}
      </div>
      <ul class="offers">
        {ordered.slice(0, shown.value).map((offer) => (
          <OfferRow
            key={offer.id}
            format={format}
            texts={texts}
            offer={offer}
            first={offer === best}
            chosenBefore={offer.id === before}
            disabled={model.stale.value}
            onChoose={() => model.choose(offer)}
          />
        ))}
      </ul>
      {rest > 0 && (
        <p class="pad">
          <button type="button" onClick={() => (shown.value += page)}>
            {texts.showMore(format.number(Math.min(rest, page)))}
          </button>
        </p>
      )}
      <p class="pad muted small">
        {texts.asOf(format.time(answer.asOf))}
        {heldUntil && ` · ${texts.heldUntil(format.moment(heldUntil))}`}
      </p>
    </section>
  );
}

function Skeleton({ words }: { readonly words: string }) {
  return (
    <div class="pad" role="status">
      <span class="hidden">{words}</span>
      <div class="bone wide" />
      <div class="bone" />
      <div class="bone tall" />
      <div class="bone tall" />
    </div>
  );
}

const siteOf = (shopper: Shopper) => {
  const opened = shopper.site.value;
  return opened.state === 'open' ? opened.site : undefined;
};
