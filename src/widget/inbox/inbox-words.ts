import type { Contract } from '../../wire/contract.ts';
import type { SigningLetter } from '../../wire/letter.ts';
import { isUnsigned } from '../contract/road.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';

interface Words {
  readonly headline: string;
  readonly lead: string;
}

/** How a contract stands that is signed from an inbox, where its letter tells more than its status; else undefined. */
export function inboxWords(
  { inbox, headline, next }: TrackingTexts,
  { status }: Contract,
  letter: SigningLetter,
): Words | undefined {
  if (isUnsigned(status))
    return { headline: inbox.headline[letter.status], lead: inbox.next[letter.status](letter.to) };
  if (status !== 'voided' && status !== 'expired') return undefined;
  if (letter.status === 'signed') return { headline: inbox.tooLate, lead: inbox.tooLateNext };
  if (letter.status === 'failed') return { headline: inbox.notMailed, lead: inbox.next.failed() };
  // The price ran out, and it was withdrawn for that.
  return letter.status === 'expired' ? { headline: headline.expired, lead: next.expired } : undefined;
}
