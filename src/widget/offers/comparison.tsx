import { useEffect, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { Status } from '../components/live-region.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { MAX_COMPARED } from './offer-list.ts';
import type { OffersViewProps } from './offers-store.ts';
import { selectOffer } from './select-offer.ts';
import { offerKey } from './selectors.ts';

export type ComparisonBarProps = Pick<OffersViewProps, 'context' | 'quote' | 'messages' | 'list'>;

export function ComparisonBar({
  context,
  quote,
  messages,
  toolMessages,
  list,
}: ComparisonBarProps & { readonly toolMessages: OfferToolsMessages }) {
  const selected = list.selected.value;
  const count = selected.length;
  const isFull = count === MAX_COMPARED;
  const opener = useOpener(list, 'bar');
  // Closes the comparison when the customer leaves this step.
  useEffect(
    () => () => {
      list.comparisonOpener.value = undefined;
    },
    [list],
  );
  useEffect(() => {
    // The bar that has just appeared may cover the focused checkbox (WCAG 2.4.11).
    context.host.shadowRoot?.activeElement?.scrollIntoView({ block: 'nearest' });
  }, [context]);
  if (list.comparisonOpener.value !== undefined && count > 1) {
    return (
      <>
        {/* Describes the disabled checkboxes in the list. */}
        {isFull && (
          <p id="comparison-full" hidden>
            {toolMessages.comparisonFull}
          </p>
        )}
        <ComparisonTable
          key={list.comparisonOpener.value}
          format={context.format}
          offerMessages={messages}
          messages={toolMessages}
          offers={selected}
          disabled={quote.offers.freshness.value !== 'current'}
          onSelect={(offer) => selectOffer(context, quote, offer)}
          onClose={() => {
            list.comparisonOpener.value = undefined;
          }}
        />
      </>
    );
  }
  return (
    <div class="comparison-bar">
      <Status>
        {toolMessages.selectedForComparison(count)}
        {isFull && (
          <span id="comparison-full" class="text-small text-muted">
            {' '}
            {toolMessages.comparisonFull}
          </span>
        )}
      </Status>
      {count > 1 && (
        <button type="button" {...opener}>
          {toolMessages.showComparison}
        </button>
      )}
      <button
        type="button"
        class="button-link"
        onClick={({ currentTarget }) => {
          focusFirstCheckbox(currentTarget);
          list.clearComparison();
        }}
      >
        {toolMessages.clearComparison}
      </button>
    </div>
  );
}

export interface OpenComparisonProps extends Pick<OffersViewProps, 'context' | 'list'> {
  readonly offer: Offer;
}

/**
 * A button that opens the comparison. The row of each selected offer has this button, so that keyboard users do not
 * have to move through all rows to reach the comparison bar.
 */
export function OpenComparison({
  list,
  offer,
  toolMessages,
}: OpenComparisonProps & { readonly toolMessages: OfferToolsMessages }) {
  const opener = useOpener(list, offerKey(offer));
  return (
    <button type="button" class="button-link" {...opener}>
      {toolMessages.comparisonHeading(list.selected.value.length)}
    </button>
  );
}

/**
 * Returns the props of a button that opens the comparison. The button receives the focus when the comparison closes.
 */
function useOpener({ comparisonOpener }: OffersViewProps['list'], name: string) {
  const ref = useRef<HTMLButtonElement>(null);
  const previous = useRef<string>(undefined);
  const current = comparisonOpener.value;
  useEffect(() => {
    // The comparison was closed, so the element that had the focus has been removed.
    if (previous.current === name && current === undefined) ref.current?.focus();
    previous.current = current;
  }, [current]);
  const onClick = () => {
    comparisonOpener.value = name;
  };
  return { ref, onClick };
}

/** Moves the focus to the first checkbox of the list. Call this before the bar with the focused button is removed. */
function focusFirstCheckbox(button: HTMLElement): void {
  const root = button.getRootNode();
  if (root instanceof ShadowRoot || root instanceof Document)
    root.querySelector<HTMLElement>('.offer-list input[type=checkbox]')?.focus();
}
