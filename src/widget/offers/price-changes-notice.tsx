import { PoliteAlert } from '../components/polite-alert.tsx';
import { Status } from '../components/status.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { OffersViewProps } from './offers-store.ts';

export interface PriceChangesNoticeProps extends Pick<OffersViewProps, 'context' | 'list' | 'messages'> {
  /** The form has changed since the request and is invalid, so the offers cannot be updated. */
  readonly outdated: boolean;
}

/** Removed offers beyond this number are counted but not listed. */
const MAX_NAMED = 3;

/** Announces the changes of a price update, and warns if the offers are outdated. */
export function PriceChangesNotice({
  context,
  list,
  messages,
  toolMessages,
  outdated,
}: PriceChangesNoticeProps & { readonly toolMessages: OfferToolsMessages }) {
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
  return (
    <>
      <Status class="visually-hidden">{announcement}</Status>
      {outdated && <PoliteAlert>{toolMessages.outdated}</PoliteAlert>}
      {removed.length > 0 && (
        <PoliteAlert>
          {toolMessages.removed(
            formatList(unnamedCount ? [...names, toolMessages.andMore(number(unnamedCount))] : names),
          )}
        </PoliteAlert>
      )}
    </>
  );
}
