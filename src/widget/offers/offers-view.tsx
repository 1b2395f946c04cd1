import { Fragment } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { Skeleton } from '../components/lazy.tsx';
import { LazyDetails } from '../components/lazy-details.tsx';
import { PoliteAlert, Status } from '../components/live-region.tsx';
import { createOfferList, PAGE_SIZE } from './offer-list.ts';
import { OfferListControls, PriceStatusBar } from './offer-list-controls.tsx';
import { OfferRow } from './offer-row.tsx';
import { ComparisonBar, EmailRates, NoOffers, PriceNotices } from './offer-tools.lazy.tsx';
import type { OffersViewProps } from './offers-store.ts';
import { headlineText, OffersSummary } from './offers-summary.tsx';
import { bestOffer, isAllInclusive, isGroupedBy, NO_FILTERS, offerKey } from './selectors.ts';

export function OffersView(props: Pick<OffersViewProps, 'context' | 'quote' | 'messages'>) {
  const { context, quote, messages } = props;
  const result = quote.offers.state.value;
  const { app } = context.catalog;
  // If the customer has returned from a later step, the list already exists.
  const isAwaited = useMemo(() => quote.offers.list.value === undefined, []);
  quote.offers.list.value ??= createOfferList(quote.offers.state, context.format.locale);
  if (result.status === 'error') {
    return (
      <Alert action={app.tryAgain} onAction={quote.submit}>
        {app.errors[result.errorKind]} <ContactPhone context={context} />
      </Alert>
    );
  }
  if (result.status !== 'success') return <Skeleton label={messages.updating} />;
  if (!result.data.offers.length) return <NoOffers context={context} />;
  return <OffersResults {...props} result={result.data} list={quote.offers.list.value} isAwaited={isAwaited} />;
}

/** @param isAwaited whether the customer has just requested these offers, which may be far down the page */
function OffersResults({ isAwaited, ...props }: OffersViewProps & { readonly isAwaited: boolean }) {
  const { context, quote, messages, result, list } = props;
  const { format } = context;
  const freshness = quote.offers.freshness.value;
  const matching = list.matching.value;
  const best = bestOffer(matching);
  const { value: priceChanges } = list.priceChanges;
  const { refreshed } = priceChanges;
  const outdated = freshness === 'outdated' && quote.errors.value.size > 0;
  const { value: sortKey } = list.sortKey;
  const sorted = sortKey === 'cost' ? '' : `${messages.sortedBy(messages.sortKeys[sortKey])} `;
  const found = `${messages.offersFound(matching.length)} ${sorted}${best ? headlineText(best, messages, format) : ''}`;
  const atRefresh = useRef<{ readonly priceChanges: unknown; readonly found: string | undefined }>(undefined);
  if (atRefresh.current?.priceChanges !== priceChanges) atRefresh.current = { priceChanges, found };
  // After a refresh, `PriceNotices` speaks until the customer sorts or filters the offers.
  else if (atRefresh.current.found !== found) atRefresh.current = { priceChanges, found: undefined };
  const isSilent = refreshed && atRefresh.current.found === found;
  const announcement = freshness === 'updating' && !result.stale ? messages.updating : isSilent ? '' : found;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    const { top = 0 } = section.current?.getBoundingClientRect() ?? {};
    if (isAwaited && top > innerHeight / 2) section.current?.scrollIntoView();
  }, []);

  return (
    <section
      ref={section}
      aria-busy={freshness === 'updating'}
      class={freshness === 'current' ? '' : 'offers-outdated'}
    >
      <Status class="visually-hidden">
        {/* The key replaces the whole element, so that no text that the browser has translated remains. */}
        <span key={announcement}>{announcement}</span>
      </Status>
      {(refreshed || outdated || result.stale) && <PriceNotices {...props} outdated={outdated} />}
      {best && <OffersSummary {...props} best={best} />}
      <OfferListControls context={context} list={list} messages={messages} />
      <OfferRows {...props} best={best} />
      {list.selected.value.length > 0 && <ComparisonBar {...props} />}
      <PriceStatusBar {...props} />
      {context.site.value?.mailsLinks && (
        <div class="section">
          <LazyDetails summary={messages.emailRates}>
            <EmailRates {...props} />
          </LazyDetails>
        </div>
      )}
      <Disclosures messages={messages} result={result} />
    </section>
  );
}

function OfferRows(props: OffersViewProps & { readonly best: Offer | undefined }) {
  const { context, messages, list, best } = props;
  const { format } = context;
  const sorted = list.sorted.value;
  const remaining = sorted.length - list.visibleCount.value;
  const rows = useRef<HTMLUListElement>(null);
  const rowToFocus = useRef<number>(undefined);
  useEffect(() => {
    const row = rowToFocus.current;
    if (row === undefined) return;
    rowToFocus.current = undefined;
    rows.current?.querySelectorAll<HTMLElement>('.offer-row > button')[row]?.focus();
  });
  const visible = sorted.slice(0, list.visibleCount.value);
  const firstOfOthers = isGroupedBy(list.sortKey.value) ? visible.findIndex((offer) => !isAllInclusive(offer)) : -1;
  if (!sorted.length) {
    return (
      <PoliteAlert
        action={messages.clearFilters}
        onAction={() => {
          // The button that has the focus is removed with the alert.
          rowToFocus.current = 0;
          list.setFilters(NO_FILTERS);
        }}
      >
        {messages.noMatch}
      </PoliteAlert>
    );
  }
  return (
    <>
      <ul ref={rows} class="offer-list">
        {visible.map((offer, index) => (
          <Fragment key={offerKey(offer)}>
            {index === firstOfOthers && (
              <li class="offer-group">
                <h3>{messages.otherKinds}</h3>
                <p class="text-small text-muted">{messages.otherKindsNote}</p>
              </li>
            )}
            <OfferRow {...props} offer={offer} isBest={offer === best} />
          </Fragment>
        ))}
      </ul>
      {sorted.length > PAGE_SIZE && (
        <div class="section form-actions">
          {remaining > 0 && (
            <button
              type="button"
              onClick={() => {
                rowToFocus.current = visible.length;
                list.visibleCount.value += PAGE_SIZE;
              }}
            >
              {messages.showMore(format.number(Math.min(remaining, PAGE_SIZE)))}
            </button>
          )}
          <Status>
            {visible.length > PAGE_SIZE && messages.shown(format.number(visible.length), format.number(sorted.length))}
          </Status>
        </div>
      )}
    </>
  );
}

/** Disclosures next to the prices: the broker's role and compensation, and the documents that each market requires. */
function Disclosures({ messages, result }: Pick<OffersViewProps, 'messages' | 'result'>) {
  const { label, utilityNotice, compensation, documentsNotice, efl } = messages.disclosures;
  const documents = result.offers.flatMap((offer) => offer.documents);
  return (
    <section class="footnote" aria-label={label}>
      <p>{utilityNotice}</p>
      <p>{compensation}</p>
      {documents.length > 0 && <p>{documentsNotice}</p>}
      {documents.some(({ kind }) => kind === 'efl') && <p>{efl}</p>}
    </section>
  );
}
