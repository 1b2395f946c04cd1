import type { OffersTexts } from '../i18n/en/offers.ts';
import { mostCompared, type OfferList } from './offer-list.ts';

interface CompareBarProps {
  readonly list: OfferList;
  readonly texts: OffersTexts;
  readonly onShow: () => void;
}

/** How many are picked for comparison, and the way to it. Stays in view while the list is read. */
export function CompareBar({ list, texts, onShow }: CompareBarProps) {
  const count = list.compared.value.length;
  if (!count) return null;
  return (
    <div class="compare-bar">
      <p role="status">
        {texts.comparePicked(count)}
        {count === mostCompared && <span class="small muted"> {texts.compareFull}</span>}
      </p>
      {count > 1 && (
        <button type="button" onClick={onShow}>
          {texts.compareShow}
        </button>
      )}
      <button type="button" class="link" onClick={list.clearComparison}>
        {texts.compareClear}
      </button>
    </div>
  );
}
