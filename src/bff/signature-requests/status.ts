import type { AgreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { authorization } from '../../wire/authorization.ts';
import { type SignatureRequest, type SignatureRequestStatus, signatureRequestStatus } from '../../wire/contract.ts';
import type { SignatureRequestRow, Store } from '../store/tables.ts';

/** Maps the upstream's statuses to ours. An agreement that was created but not sent counts as `preparing`. */
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

const OPEN_STATUSES: readonly SignatureRequestStatus[] = ['preparing', 'sent', 'viewed'];
/** A customer needs two or three sends at most. More would annoy the owner of the address. */
export const MAX_SENDS = 5;
/** Email takes a moment to arrive. If the customer resent the request sooner, two emails would arrive. */
const RESEND_DELAY_MS = 30_000;

/** Whether the status can change without another send. */
export const isOpen = (status: SignatureRequestStatus): boolean => OPEN_STATUSES.includes(status);

/** Whether `next` is a later status than `current`. A closed request changes only when it is sent again. */
export const isAdvance = (current: SignatureRequestStatus, next: SignatureRequestStatus): boolean =>
  isOpen(current) && (!isOpen(next) || OPEN_STATUSES.indexOf(next) > OPEN_STATUSES.indexOf(current));

/** Whether the request can be sent again: it awaits a signature, has bounced or has expired. */
export const canResend = (status: SignatureRequestStatus): boolean =>
  status === 'sent' || status === 'viewed' || status === 'bounced' || status === 'expired';

export const isCancelable = (status: SignatureRequestStatus): boolean => isOpen(status) || canResend(status);

export const statusOf = ({ status }: Pick<SignatureRequestRow, 'status'>): SignatureRequestStatus =>
  signatureRequestStatus.parse(status);

/** Every status of a stored request, oldest first. */
export const readTimeline = ({ timeline }: Pick<SignatureRequestRow, 'timeline'>) =>
  authorization.shape.timeline.parse(JSON.parse(timeline));

export const resendsLeft = ({ sending }: Pick<SignatureRequestRow, 'sending'>): number =>
  Math.max(0, MAX_SENDS - sending);

/** When the request can be sent to the same address again (ISO 8601 in UTC); undefined if it cannot be sent again. */
export function resendAfter(row: SignatureRequestRow): string | undefined {
  const status = statusOf(row);
  if (!canResend(status) || resendsLeft(row) === 0 || row.sealed === null) return undefined;
  // No email is on its way.
  if (status === 'bounced' || status === 'expired') return row.updated_at;
  const lastSend = readTimeline(row).findLast((entry) => entry.status === 'preparing');
  return new Date(Date.parse(lastSend?.at ?? row.created_at) + RESEND_DELAY_MS).toISOString();
}

/** The signature request for a contract, as the customer sees it; undefined if it has been deleted. */
export async function readSignatureRequest(
  store: Pick<Store, 'selectFrom'>,
  id: string,
): Promise<SignatureRequest | undefined> {
  const row = await store.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const status = statusOf(row);
  const from = resendAfter(row);
  return {
    status,
    to: row.recipient,
    signBy: row.holds_until ?? row.created_at,
    ...(from === undefined ? {} : { resendAfter: from }),
    resendsLeft: resendsLeft(row),
    canCancel: row.sealed !== null && isCancelable(status),
  };
}

/** @example maskEmail('ada@bakery.example') // 'a…@bakery.example' */
export const maskEmail = (email: string): string => email.replace(/^(.).*(?=@)/u, '$1…');

/**
 * A status change of a signature request. `at` is ISO 8601 in UTC, by the upstream's clock if the upstream reported a
 * time.
 */
export interface StatusChange {
  readonly status: SignatureRequestStatus;
  readonly at: string;
  readonly reason?: string | undefined;
}

/**
 * Domain events of signature requests that belong to a contract. They are injected, because the signature request code
 * does not depend on contracts: `email-signing` implements them.
 *
 * @typeParam Context `SignatureRequestContext`, which itself contains the hooks
 */
export interface SignatureRequestHooks<Context> {
  /** Runs in the transaction that changes the status. */
  statusChanged(transaction: Store, contractId: string, change: StatusChange, now: Date): Promise<void>;
  /** Notifies the enrollment backend of a pending outcome. Failures are logged and retried later. */
  outcomePending(context: Context, request: SignatureRequestRow): Promise<void>;
}
