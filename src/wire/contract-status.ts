import type { Contract, ContractStatus } from './contract.ts';

/** The statuses of a contract that encounters no problems, in order. */
export const CONTRACT_LIFECYCLE: readonly ContractStatus[] = [
  'draft',
  'sent',
  'viewed',
  'signed',
  'submitted',
  'accepted',
  'enrolled',
  'flowing',
];

/**
 * The rank of each status. A contract's status is the highest-ranked one ever reported, regardless of order, so
 * duplicates and late events change nothing and the status never goes backwards (invariant C). The only exception is
 * `on_hold`, because a hold can end: see `currentStatus` in the BFF.
 *
 * Endings before the signature (declined, expired, voided) rank below `signed`, because DocuSign completes an envelope
 * only once and ends only incomplete ones. A rejection by the supplier or the utility outranks an earlier acceptance.
 * The end of a running contract outranks everything else.
 */
export const STATUS_RANK: Readonly<Record<ContractStatus, number>> = {
  draft: 0,
  sent: 10,
  viewed: 20,
  expired: 25,
  voided: 26,
  declined: 27,
  signed: 30,
  submitted: 40,
  on_hold: 45,
  accepted: 50,
  rejected: 55,
  enrolled: 60,
  flowing: 70,
  rescinded: 80,
  cancelled: 85,
  dropped: 90,
};

/** Compares two statuses by rank. Negative if `a` ranks lower than `b`. */
export const compareStatuses = (a: ContractStatus, b: ContractStatus): number => STATUS_RANK[a] - STATUS_RANK[b];

/** Statuses in which nothing is binding and the customer may succeed with another offer or corrected details. */
const RETRYABLE_STATUSES: readonly ContractStatus[] = ['declined', 'expired', 'voided', 'rejected'];

const ENDED_STATUSES: readonly ContractStatus[] = [...RETRYABLE_STATUSES, 'rescinded', 'cancelled', 'dropped'];

const UNSIGNED_STATUSES: readonly ContractStatus[] = ['draft', 'sent', 'viewed'];

/** Whether the contract awaits its signature. */
export const awaitsSignature = (status: ContractStatus): status is 'draft' | 'sent' | 'viewed' =>
  UNSIGNED_STATUSES.includes(status);

/**
 * Whether the status proves that everyone has signed. `on_hold` and `cancelled` do not, because a contract can reach
 * them before it is signed.
 */
export const provesSignature = (status: ContractStatus): boolean =>
  compareStatuses(status, 'signed') >= 0 && status !== 'on_hold' && status !== 'cancelled';

/**
 * Whether everyone has signed the contract. A contract that is on hold or canceled is signed only if `signing` says so.
 */
export const isSigned = ({ status, signing }: Pick<Contract, 'status' | 'signing'>): boolean =>
  provesSignature(status) ||
  (compareStatuses(status, 'signed') >= 0 && signing.you === 'signed' && signing.others === 0);

/**
 * Whether the contract ended without supply, or its supply has ended. After that, an identical request creates a new
 * contract.
 */
export const hasEnded = (status: ContractStatus): boolean => ENDED_STATUSES.includes(status);

/** Whether no further change is expected, because the contract has ended or supply has started. */
export const isSettled = (status: ContractStatus): boolean => status === 'flowing' || hasEnded(status);

/** Whether the contract ended before anything was binding, so that the customer may try again. */
export const isRetryable = (status: ContractStatus): boolean => RETRYABLE_STATUSES.includes(status);
