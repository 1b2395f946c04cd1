import type { AgreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LetterStatus } from '../../wire/letter.ts';

/** The upstream's word in ours; this is where its vocabulary ends. One that was made but has not gone out is being prepared. */
export const letterStatusOf: Record<AgreementStatus, LetterStatus> = {
  created: 'preparing',
  sent: 'sent',
  viewed: 'viewed',
  signed: 'signed',
  declined: 'declined',
  expired: 'expired',
  deleted: 'cancelled',
  bounced: 'bounced',
};

const road: readonly LetterStatus[] = ['preparing', 'sent', 'viewed'];

/** Whether anything can still become of it by itself. */
export const isOpen = (status: LetterStatus): boolean => road.includes(status);

/** Whether `next` is news: further along, or an end. Nothing follows an end but another sending. */
export const isNews = (now: LetterStatus, next: LetterStatus): boolean =>
  isOpen(now) && (!isOpen(next) || road.indexOf(next) > road.indexOf(now));

/** Whether it can be sent again: it is out, or never reached anyone who answered. */
export const canBeSentAgain = (status: LetterStatus): boolean =>
  status === 'sent' || status === 'viewed' || status === 'bounced' || status === 'expired';
