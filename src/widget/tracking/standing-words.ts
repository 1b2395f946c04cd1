import type { Contract } from '../../wire/contract.ts';
import { isUnsigned } from '../contract/road.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import { inboxWords } from '../inbox/inbox-words.ts';
import type { Shopper } from '../shopper.ts';
import { choosePresentation } from '../signing/presentation.ts';

interface StandingWords {
  readonly headline: string;
  /** What the customer may do or expect next. */
  readonly lead: string;
}

/** How the contract stands, in words. Before everyone has signed it goes by the signing, not by the contract's status. */
export function standingWords(texts: TrackingTexts, contract: Contract, shopper: Shopper): StandingWords {
  const { status } = contract;
  const { signHere, headline, next } = texts;
  const now = shopper.signing.value;
  const { letter } = contract.signing;
  const mailed = letter && inboxWords(texts, contract, letter);
  if (mailed) return mailed;
  if (!isUnsigned(status)) return { headline: headline[status], lead: next[status] };
  switch (now.state) {
    case 'confirming':
      return { headline: signHere.confirming, lead: signHere.confirmingLead };
    case 'waiting_others':
      return { headline: signHere.othersHeading, lead: signHere.others(contract.signing.others) };
    case 'signed':
    case 'declined':
      return { headline: headline[now.state], lead: next[now.state] };
    default:
      return { headline: headline[status], lead: unsignedLead(texts, contract, shopper) };
  }
}

function unsignedLead({ signHere }: TrackingTexts, { status }: Contract, shopper: Shopper): string {
  const now = shopper.signing.value;
  if (now.state === 'preparing' || now.state === 'open') return signHere.underWay;
  if (now.state === 'ready' && (now.why === 'blocked' || now.why === 'no_frame')) return signHere.underWay;
  if (now.state === 'ready' && now.why) return signHere.again[now.why];
  return status === 'viewed' ? signHere.viewed : signHere.opens[choosePresentation(shopper)];
}
