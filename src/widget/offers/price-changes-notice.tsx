import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { OfferList } from './offer-list.ts';

interface PriceChangesNoticeProps {
  readonly context: WidgetContext;
  readonly list: OfferList;
  readonly messages: OffersMessages;
  readonly toolMessages: OfferToolsMessages;
  /** The offers answer another question than the form now asks, and cannot follow it. */
  readonly outdated: boolean;
}

/** So many lost offers are named; the rest is counted. */
const MAX_NAMED = 3;

/** What a refresh changed, and that offers no longer fit the form. */
export function PriceChangesNotice({ context, list, messages, toolMessages, outdated }: PriceChangesNoticeProps) {
  const { number, list: formatList } = context.format;
  const { previousRates, removed, refreshed } = list.priceChanges.value;
  const names = removed
    .slice(0, MAX_NAMED)
    .map(({ supplier, termMonths }) => messages.offerName(supplier.name, termMonths));
  const unnamedCount = removed.length - names.length;
  const announcement = refreshed
    ? [
        previousRates.size ? toolMessages.changed(number(previousRates.size)) : toolMessages.unchanged,
        removed.length ? toolMessages.removedCount(number(removed.length)) : '',
      ].join(' ')
    : '';
  // A screen reader reads what changes in a place it knows: the place comes first.
  const announced = useSignal('');
  useEffect(() => {
    announced.value = announcement;
  }, [announcement]);
  return (
    <>
      <p class="visually-hidden" role="status">
        {announced}
      </p>
      {outdated && <Alert polite>{toolMessages.outdated}</Alert>}
      {removed.length > 0 && (
        <Alert polite>
          {toolMessages.removed(
            formatList(unnamedCount ? [...names, toolMessages.andMore(number(unnamedCount))] : names),
          )}
        </Alert>
      )}
    </>
  );
}
