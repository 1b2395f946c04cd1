import { useSignal } from '@preact/signals';
import type { OffersExtrasTexts } from '../i18n/en/offers-extras.ts';
import { chooseOffer } from './choose-offer.ts';
import { CompareView } from './compare-view.tsx';
import type { FoundProps } from './found-props.ts';
import { mostCompared } from './offer-list.ts';

interface ComparisonProps extends FoundProps {
  readonly words: OffersExtrasTexts;
}

/** How many are picked for comparison and the way to it, in view while the list is read; in its place, once asked for, they. */
export function Comparison({ shopper, model, texts, words, list }: ComparisonProps) {
  const comparing = useSignal(false);
  const picked = list.picked.value;
  const count = picked.length;
  if (comparing.value && count > 1) {
    return (
      <CompareView
        format={shopper.format}
        offerTexts={texts}
        texts={words}
        offers={picked}
        disabled={model.freshness.value !== 'current'}
        onChoose={(offer) => chooseOffer(shopper, model, offer)}
        onClose={() => {
          comparing.value = false;
        }}
      />
    );
  }
  return (
    <div class="compare-bar">
      <p role="status">
        {words.comparePicked(count)}
        {count === mostCompared && <span class="small muted"> {words.compareFull}</span>}
      </p>
      {count > 1 && (
        <button
          type="button"
          onClick={() => {
            comparing.value = true;
          }}
        >
          {words.compareShow}
        </button>
      )}
      <button type="button" class="link" onClick={list.clearComparison}>
        {words.compareClear}
      </button>
    </div>
  );
}
