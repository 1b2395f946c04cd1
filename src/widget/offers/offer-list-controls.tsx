import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { SelectField } from '../components/fields.tsx';
import { earliestExpiry } from './offer-list.ts';
import { ExpiryCountdown } from './offer-tools.lazy.tsx';
import type { OffersViewProps } from './offers-store.ts';
import { type Filters, SORT_KEYS } from './selectors.ts';

/** Sorting and filters, initially closed on phones. The filter by term is the chart in `offers-summary.tsx`. */
export function OfferListControls({ context, list, messages }: Pick<OffersViewProps, 'context' | 'list' | 'messages'>) {
  const { suppliers, kinds, greens } = list.filterOptions.value;
  const filters = list.filters.value;
  const optionsOf = <Value extends string>(values: readonly Value[], label: (value: Value) => string) => [
    { value: '' as const, label: messages.any },
    ...values.map((value) => ({ value, label: label(value) })),
  ];
  const select = <Name extends Exclude<keyof Filters, 'term'>>(
    name: Name,
    options: readonly { value: Filters[Name]; label: string }[],
  ) => (
    <SelectField
      name={name}
      label={messages.filters[name]}
      value={filters[name]}
      options={options}
      onChange={(value) => list.setFilters({ [name]: value })}
    />
  );
  const activeFilters = [filters.supplier, filters.kind, filters.green].filter(Boolean).length;
  const isNarrow = useMemo(() => context.host.clientWidth <= 480, []);
  return (
    <details class="section offer-filters" open={!isNarrow}>
      <summary>{messages.filterAndSort(activeFilters)}</summary>
      <div>
        {suppliers.length > 1 &&
          select(
            'supplier',
            optionsOf(suppliers, (name) => name),
          )}
        {kinds.length > 1 &&
          select(
            'kind',
            optionsOf(kinds, (kind) => messages.kind[kind]),
          )}
        {greens.length > 0 &&
          select(
            'green',
            optionsOf(greens, (green) => messages.greens[green]),
          )}
        <SelectField
          name="sorting"
          label={messages.sortLabel}
          value={list.sortKey.value}
          options={SORT_KEYS.map((value) => ({ value, label: messages.sortKeys[value] }))}
          onChange={(sortKey) => {
            list.sortKey.value = sortKey;
          }}
        />
      </div>
    </details>
  );
}

/** Time before the expiry at which the countdown loads. The countdown is shown one minute later. */
const COUNTDOWN_LOAD_MS = 6 * 60_000;

/** A countdown in the minutes before the prices expire, and a button that updates the prices. */
export function PriceStatusBar({ context, quote, messages, result }: OffersViewProps) {
  const expiresSoon = useSignal(false);
  // The local clock may be wrong, so the expiry is computed from the time between the response and the expiry. Stale
  // offers have no countdown, because their age is unknown here. The BFF omits expired offers, and the widget soon
  // requests stale offers again.
  const expiresAtMs = result.stale
    ? Infinity
    : Date.parse(earliestExpiry(result)) - Date.parse(result.asOf) + result.receivedAt;
  useEffect(() => {
    const update = () => {
      expiresSoon.value = expiresAtMs - Date.now() < COUNTDOWN_LOAD_MS;
    };
    update();
    const timer = setInterval(update, 10_000);
    return () => clearInterval(timer);
  }, [expiresAtMs]);
  return (
    <div class="section form-actions price-status-bar">
      {expiresSoon.value && <ExpiryCountdown context={context} quote={quote} expiresAtMs={expiresAtMs} />}
      <button
        type="button"
        class="button-link"
        aria-disabled={quote.offers.freshness.value !== 'current'}
        onClick={quote.refreshOffers}
      >
        {messages.refresh}
      </button>
    </div>
  );
}
