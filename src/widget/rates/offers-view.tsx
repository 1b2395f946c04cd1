import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { CallUs } from '../controls/call-us.tsx';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import { Skeleton } from '../controls/skeleton.tsx';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import type { Shopper } from '../shopper.ts';
import { bestOf } from './best-offer.ts';
import { chooseOffer } from './choose-offer.ts';
import { CompareBar } from './compare-bar.tsx';
import { CostBars } from './cost-bars.tsx';
import { CostOverTime } from './cost-over-time.tsx';
import { Disclosures } from './disclosures.tsx';
import { Headline } from './headline.tsx';
import { ListControls } from './list-controls.tsx';
import { identityOf } from './offer-identity.ts';
import { createOfferList, mostCompared, type OfferList, page } from './offer-list.ts';
import { OfferRow } from './offer-row.tsx';
import type { OffersAnswer } from './offers-feed.ts';
import { GoneOffers, PricesBar } from './prices-bar.tsx';
import type { RatesModel } from './rates-model.ts';
import { createRowKeys } from './row-keys.ts';
import { inOrderOf } from './sorting.ts';

interface OffersViewProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  readonly texts: OffersTexts;
}

/** What the first form is answered with: offers, or why there are none and what to do. */
export function OffersView(props: OffersViewProps) {
  const { shopper, model, texts } = props;
  const answer = model.offers.value;
  const { shell } = shopper.language;
  model.list.value ??= createOfferList(model.offers, inOrderOf(shopper.format.locale));
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

interface FoundOffersProps extends OffersViewProps {
  readonly answer: OffersAnswer;
  readonly list: OfferList;
}

function FoundOffers(props: FoundOffersProps) {
  const { shopper, model, texts, answer, list } = props;
  const { format } = shopper;
  const comparing = useSignal(false);
  const freshness = model.freshness.value;
  const matching = list.matching.value;
  const best = bestOf(matching);
  const picked = list.picked.value;

  const sideBySide = comparing.value && picked.length > 1;

  // While the offers are read, the next step comes in; when it cannot, the step itself tries again and says so.
  useEffect(() => {
    shopper.language
      .later()
      .then((words) => words.customer())
      .catch(() => {});
  }, [shopper]);

  return (
    <section aria-busy={freshness === 'updating'} class={freshness === 'current' ? '' : 'stale'}>
      <p class="hidden" role="status">
        {freshness === 'updating' && !answer.stale ? texts.updating : news(texts, format, list, matching.length)}
      </p>
      {freshness === 'outdated' && model.wrong.value.size > 0 && <Notice calm>{texts.outdated}</Notice>}
      {answer.stale && <Notice calm>{texts.stale(format.time(answer.asOf))}</Notice>}
      <GoneOffers list={list} shopper={shopper} texts={texts} />
      {best && (
        <div class="summary">
          <Headline format={format} texts={texts} offers={matching} currentRate={answer.question.currentRate} />
          <CostBars format={format} texts={texts} offers={matching} />
          <CostOverTime format={format} texts={texts} offer={best} />
        </div>
      )}
      <ListControls list={list} texts={texts} />
      {sideBySide && (
        <Lazy
          key="compare"
          shopper={shopper}
          load={async () => {
            const [view, words] = await Promise.all([
              import('./compare-view.tsx'),
              shopper.language.later().then((words) => words.compare()),
            ]);
            return { css: view.css, View: view.CompareView, words };
          }}
        >
          {({ View, words }) => (
            <View
              format={format}
              offerTexts={texts}
              texts={words}
              offers={picked}
              disabled={freshness !== 'current'}
              onChoose={(offer) => chooseOffer(shopper, model, offer)}
              onClose={() => {
                comparing.value = false;
              }}
            />
          )}
        </Lazy>
      )}
      <Rows {...props} best={best} />
      {!sideBySide && (
        <CompareBar
          list={list}
          texts={texts}
          onShow={() => {
            comparing.value = true;
          }}
        />
      )}
      <PricesBar shopper={shopper} model={model} texts={texts} answer={answer} />
      <Disclosures texts={texts} answer={answer} />
    </section>
  );
}

function Rows({ shopper, model, texts, list, best, answer }: FoundOffersProps & { best: ReturnType<typeof bestOf> }) {
  const { format, memory } = shopper;
  const ordered = list.ordered.value;
  const rest = ordered.length - list.shown.value;
  const compared = list.compared.value;
  const chosen = memory.read('offer');
  const rows = useMemo(createRowKeys, []);
  const drawn = ordered.slice(0, list.shown.value);
  const keys = rows.keysFor(drawn.map(identityOf), answer);
  if (!ordered.length) {
    return (
      <Notice calm action={texts.clearFilters} onAction={list.clearFilters}>
        {texts.noMatch}
      </Notice>
    );
  }
  return (
    <>
      <ul class="offers">
        {drawn.map((offer, at) => {
          const identity = identityOf(offer);
          return (
            <OfferRow
              key={keys[at]}
              format={format}
              texts={texts}
              offer={offer}
              best={offer === best}
              // What is in a price should be seen once without a click: in the row the headline speaks of.
              open={list.toggled.value.get(identity) ?? (offer === best && list.sorting.value === 'cost')}
              chosenBefore={identity === chosen}
              disabled={model.freshness.value !== 'current'}
              was={list.moves.value.was.get(identity)}
              compared={compared.includes(identity)}
              compareFull={compared.length >= mostCompared && !compared.includes(identity)}
              onCompare={(picked) => list.compare(offer, picked)}
              onToggle={(open) => list.toggle(offer, open)}
              onChoose={() => chooseOffer(shopper, model, offer)}
            />
          );
        })}
      </ul>
      {rest > 0 && (
        <p class="pad">
          <button type="button" onClick={() => (list.shown.value += page)}>
            {texts.showMore(format.number(Math.min(rest, page)))}
          </button>
        </p>
      )}
    </>
  );
}

/** What a screen reader hears when the list is another: how many there are, or what a refresh changed. */
function news(texts: OffersTexts, format: Format, list: OfferList, count: number): string {
  const { was, gone, refreshed } = list.moves.value;
  if (!refreshed) return texts.found(format.number(count));
  return [
    was.size ? texts.moved(format.number(was.size)) : texts.unmoved,
    gone.length ? texts.goneCount(format.number(gone.length)) : '',
  ].join(' ');
}
