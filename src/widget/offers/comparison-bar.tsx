import { useSignal } from '@preact/signals';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { MAX_COMPARED } from './offer-list.ts';
import type { OffersViewProps } from './offers-view-props.ts';
import { selectOffer } from './select-offer.ts';

interface ComparisonBarProps extends OffersViewProps {
  readonly toolMessages: OfferToolsMessages;
}

/** How many are picked for comparison and the way to it, in view while the list is read; in its place, once asked for, they. */
export function ComparisonBar({ context, form, messages, toolMessages, list }: ComparisonBarProps) {
  const isOpen = useSignal(false);
  const selected = list.selected.value;
  const count = selected.length;
  if (isOpen.value && count > 1) {
    return (
      <ComparisonTable
        format={context.format}
        offerMessages={messages}
        messages={toolMessages}
        offers={selected}
        disabled={form.freshness.value !== 'current'}
        onSelect={(offer) => selectOffer(context, form, offer)}
        onClose={() => {
          isOpen.value = false;
        }}
      />
    );
  }
  return (
    <div class="comparison-bar">
      <p role="status">
        {toolMessages.selectedForComparison(count)}
        {count === MAX_COMPARED && <span class="text-small text-muted"> {toolMessages.comparisonFull}</span>}
      </p>
      {count > 1 && (
        <button
          type="button"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {toolMessages.showComparison}
        </button>
      )}
      <button type="button" class="button-link" onClick={list.clearComparison}>
        {toolMessages.clearComparison}
      </button>
    </div>
  );
}
