import type { Contract } from '../../wire/contract.ts';
import { isUnsigned } from '../contract/status.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import { choosePresentation } from '../signing/open-signing.ts';

/** What the customer may do or expect next, under the headline. Before the signature it goes by where signing is. */
export function nextWords(texts: TrackingTexts, { status }: Contract, shopper: Shopper): string {
  if (!isUnsigned(status)) return texts.next[status];
  const { state } = shopper.signing.value;
  switch (state) {
    case 'opening':
    case 'open':
    case 'blocked':
      return texts.unsigned.underWay;
    case 'returned':
    case 'left':
      return texts.unsigned[state];
    default:
      return status === 'viewed' ? texts.unsigned.viewed : texts.unsigned[choosePresentation(shopper)];
  }
}
