import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { bestOffer } from './best-offer.ts';
import { CostBarChart } from './cost-bar-chart.tsx';
import { currentAnnualCost } from './cost-by-term.ts';
import { Disclosures } from './disclosures.tsx';
import { NO_FILTERS } from './offer-filters.ts';
import { offerKey } from './offer-key.ts';
import { createOfferList, PAGE_SIZE } from './offer-list.ts';
import { OfferListControls } from './offer-list-controls.tsx';
import { OfferRow } from './offer-row.tsx';
import { OfferTools } from './offer-tools.lazy.tsx';
import { OffersHeadline } from './offers-headline.tsx';
import type { OffersViewProps } from './offers-view-props.ts';
import { PriceStatusBar } from './price-status-bar.tsx';
import { createKeyPool } from './recycled-keys.ts';

/** What the first form is answered with: offers, or why there are none and what to do. */
export function OffersView(props: Pick<OffersViewProps, 'context' | 'form' | 'messages'>) {
  const { context, form, messages } = props;
  const result = form.offers.value;
  const { app } = context.catalog;
  form.offerList.value ??= createOfferList(form.offers, context.format.locale);
  if (result.status === 'error') {
    return (
      <Alert action={app.tryAgain} onAction={form.submit}>
        {app.errors[result.errorKind]} <ContactPhone context={context} />
      </Alert>
    );
  }
  if (result.status !== 'success') return <Skeleton label={messages.updating} />;
  if (!result.data.offers.length) {
    return (
      <div class="section" role="status">
        <h2>{messages.noOffers}</h2>
        <p class="text-muted">{messages.noOffersHint}</p>
      </div>
    );
  }
  return <OffersResults {...props} result={result.data} list={form.offerList.value} />;
}

function OffersResults(props: OffersViewProps) {
  const { context, form, messages, result, list } = props;
  const { format } = context;
  const freshness = form.freshness.value;
  const matching = list.matching.value;
  const best = bestOffer(matching);
  const { refreshed } = list.priceChanges.value;
  const outdated = freshness === 'outdated' && form.errors.value.size > 0;

  return (
    <section aria-busy={freshness === 'updating'} class={freshness === 'current' ? '' : 'offers-outdated'}>
      <p class="visually-hidden" role="status">
        {freshness === 'updating' && !result.stale
          ? messages.updating
          : !refreshed && messages.offersFound(format.number(matching.length))}
      </p>
      {result.stale && <Alert polite>{messages.stale(format.time(result.asOf))}</Alert>}
      {(refreshed || outdated) && (
        <OfferTools context={context}>
          {({ PriceChangesNotice, words }) => (
            <PriceChangesNotice {...props} toolMessages={words} outdated={outdated} />
          )}
        </OfferTools>
      )}
      {best && (
        <div class="offers-summary">
          <OffersHeadline {...props} best={best} />
          <CostBarChart {...props} />
          <CumulativeCost {...props} offer={best} />
        </div>
      )}
      <OfferListControls list={list} messages={messages} />
      <OfferRows {...props} best={best} />
      {list.selected.value.length > 0 && (
        <OfferTools context={context}>
          {({ ComparisonBar, words }) => <ComparisonBar {...props} toolMessages={words} />}
        </OfferTools>
      )}
      <PriceStatusBar {...props} />
      <Disclosures messages={messages} result={result} />
    </section>
  );
}

function CumulativeCost({ context, messages, offer }: OffersViewProps & { readonly offer: Offer }) {
  const expanded = useSignal(false);
  const currentAnnual = currentAnnualCost(offer.estimate);
  if (!currentAnnual) return null;
  return (
    <details
      class="cumulative-cost"
      onToggle={(event) => {
        expanded.value = event.currentTarget.open;
      }}
    >
      <summary>{messages.cumulativeCost}</summary>
      {expanded.value && (
        <OfferTools context={context}>
          {({ CumulativeCostChart, words }) => (
            <CumulativeCostChart
              format={context.format}
              messages={messages}
              toolMessages={words}
              offer={offer}
              currentAnnual={currentAnnual}
            />
          )}
        </OfferTools>
      )}
    </details>
  );
}

function OfferRows(props: OffersViewProps & { readonly best: Offer | undefined }) {
  const { context, messages, list, best, result } = props;
  const ordered = list.sorted.value;
  const remaining = ordered.length - list.visibleCount.value;
  const keyPool = useMemo(createKeyPool, []);
  const visible = ordered.slice(0, list.visibleCount.value);
  const keys = keyPool.assign(visible.map(offerKey), result);
  if (!ordered.length) {
    return (
      <Alert polite action={messages.clearFilters} onAction={() => list.setFilters(NO_FILTERS)}>
        {messages.noMatch}
      </Alert>
    );
  }
  return (
    <>
      <ul class="offer-list">
        {visible.map((offer, index) => (
          <OfferRow key={keys[index]} {...props} offer={offer} isBest={offer === best} />
        ))}
      </ul>
      {remaining > 0 && (
        <p class="section">
          <button type="button" onClick={() => (list.visibleCount.value += PAGE_SIZE)}>
            {messages.showMore(context.format.number(Math.min(remaining, PAGE_SIZE)))}
          </button>
        </p>
      )}
    </>
  );
}
