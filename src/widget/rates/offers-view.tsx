import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { CallUs } from '../controls/call-us.tsx';
import { Notice } from '../controls/notice.tsx';
import { Skeleton } from '../controls/skeleton.tsx';
import { bestOf } from './best-offer.ts';
import { CostBars } from './cost-bars.tsx';
import { annualNow } from './cost-by-term.ts';
import { Disclosures } from './disclosures.tsx';
import { Extra } from './extra.tsx';
import type { FoundProps } from './found-props.ts';
import { Headline } from './headline.tsx';
import { ListControls } from './list-controls.tsx';
import { anyOffer } from './offer-filter.ts';
import { identityOf } from './offer-identity.ts';
import { createOfferList, page } from './offer-list.ts';
import { OfferRow } from './offer-row.tsx';
import { PricesBar } from './prices-bar.tsx';
import { createRowKeys } from './row-keys.ts';

/** What the first form is answered with: offers, or why there are none and what to do. */
export function OffersView(props: Pick<FoundProps, 'shopper' | 'model' | 'texts'>) {
  const { shopper, model, texts } = props;
  const answer = model.offers.value;
  const { shell } = shopper.language;
  model.list.value ??= createOfferList(model.offers, shopper.format.locale);
  if (answer.state === 'failed') {
    return (
      <Notice action={shell.tryAgain} onAction={model.show}>
        {shell.trouble[answer.trouble]} <CallUs shopper={shopper} />
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
  return <FoundOffers {...props} answer={answer.value} list={model.list.value} />;
}

function FoundOffers(props: FoundProps) {
  const { shopper, model, texts, answer, list } = props;
  const { format } = shopper;
  const freshness = model.freshness.value;
  const matching = list.matching.value;
  const best = bestOf(matching);
  const { refreshed } = list.moves.value;
  const outdated = freshness === 'outdated' && model.wrong.value.size > 0;

  return (
    <section aria-busy={freshness === 'updating'} class={freshness === 'current' ? '' : 'stale'}>
      <p class="hidden" role="status">
        {freshness === 'updating' && !answer.stale
          ? texts.updating
          : !refreshed && texts.found(format.number(matching.length))}
      </p>
      {answer.stale && <Notice calm>{texts.stale(format.time(answer.asOf))}</Notice>}
      {(refreshed || outdated) && (
        <Extra shopper={shopper}>
          {({ PriceNews, words }) => <PriceNews {...props} words={words} outdated={outdated} />}
        </Extra>
      )}
      {best && (
        <div class="summary">
          <Headline {...props} best={best} />
          <CostBars {...props} />
          <OverTime {...props} offer={best} />
        </div>
      )}
      <ListControls list={list} texts={texts} />
      <Rows {...props} best={best} />
      {list.picked.value.length > 0 && (
        <Extra shopper={shopper}>{({ Comparison, words }) => <Comparison {...props} words={words} />}</Extra>
      )}
      <PricesBar {...props} />
      <Disclosures texts={texts} answer={answer} />
    </section>
  );
}

function OverTime({ shopper, texts, offer }: FoundProps & { readonly offer: Offer }) {
  const isOpen = useSignal(false);
  const now = annualNow(offer.estimate);
  if (!now) return null;
  return (
    <details
      class="over-time"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>{texts.overTime}</summary>
      {isOpen.value && (
        <Extra shopper={shopper}>
          {({ CostOverTime, words }) => (
            <CostOverTime format={shopper.format} texts={texts} words={words} offer={offer} now={now} />
          )}
        </Extra>
      )}
    </details>
  );
}

function Rows(props: FoundProps & { readonly best: Offer | undefined }) {
  const { shopper, texts, list, best, answer } = props;
  const ordered = list.ordered.value;
  const rest = ordered.length - list.shown.value;
  const rows = useMemo(createRowKeys, []);
  const drawn = ordered.slice(0, list.shown.value);
  const keys = rows.keysFor(drawn.map(identityOf), answer);
  if (!ordered.length) {
    return (
      <Notice calm action={texts.clearFilters} onAction={() => list.filter(anyOffer)}>
        {texts.noMatch}
      </Notice>
    );
  }
  return (
    <>
      <ul class="offers">
        {drawn.map((offer, at) => (
          <OfferRow key={keys[at]} {...props} offer={offer} best={offer === best} />
        ))}
      </ul>
      {rest > 0 && (
        <p class="pad">
          <button type="button" onClick={() => (list.shown.value += page)}>
            {texts.showMore(shopper.format.number(Math.min(rest, page)))}
          </button>
        </p>
      )}
    </>
  );
}
