import type { AgreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { SignatureRequestStatus } from '../../wire/contract.ts';

/** The upstream's word in ours; this is where its vocabulary ends. One that was made but has not gone out is being prepared. */
export const STATUS_OF_AGREEMENT: Record<AgreementStatus, SignatureRequestStatus> = {
  created: 'preparing',
  sent: 'sent',
  viewed: 'viewed',
  signed: 'signed',
  declined: 'declined',
  expired: 'expired',
  deleted: 'cancelled',
  bounced: 'bounced',
};

const STATUS_ORDER: readonly SignatureRequestStatus[] = ['preparing', 'sent', 'viewed'];

/** Whether anything can still become of it by itself. */
export const isOpen = (status: SignatureRequestStatus): boolean => STATUS_ORDER.includes(status);

/** Whether `next` is news: further along, or an end. Nothing follows an end but another sending. */
export const isAdvance = (current: SignatureRequestStatus, next: SignatureRequestStatus): boolean =>
  isOpen(current) && (!isOpen(next) || STATUS_ORDER.indexOf(next) > STATUS_ORDER.indexOf(current));

/** Whether it can be sent again: it is out, or never reached anyone who answered. */
export const canResend = (status: SignatureRequestStatus): boolean =>
  status === 'sent' || status === 'viewed' || status === 'bounced' || status === 'expired';
