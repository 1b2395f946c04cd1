import type { ContractStatus } from '../../wire/contract.ts';

/**
 * How far along each status is. A contract's status is the furthest of all that were ever heard, in whatever order they
 * came: duplicates and late arrivals change nothing, and nothing goes backwards.
 *
 * Endings before signing (declined, expired, voided) rank below `signed`, because DocuSign completes an envelope only once
 * and ends it only if it was not complete. A supplier's or utility's no (rejected) outranks the supplier's yes, since it
 * comes after it. What ends a running contract outranks all else.
 */
const rank: Record<ContractStatus, number> = {
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

/** @example furthest('accepted', 'submitted') // 'accepted' */
export const furthest = (a: ContractStatus, b: ContractStatus): ContractStatus => (rank[b] > rank[a] ? b : a);

/** Whether `next` moves a contract that stands at `now`. */
export const isProgress = (now: ContractStatus, next: ContractStatus): boolean => rank[next] > rank[now];

const over: readonly ContractStatus[] = [
  'declined',
  'expired',
  'voided',
  'rejected',
  'rescinded',
  'cancelled',
  'dropped',
];

/** It came to nothing, or has ended: whoever asks for the same again means another contract. */
export const isOver = (status: ContractStatus): boolean => over.includes(status);

/** Nothing more is to come: the contract is over, or runs. */
export const isSettled = (status: ContractStatus): boolean => isOver(status) || status === 'flowing';

/** The contract waits for its signer: only then is there anything to open. */
export const awaitsSignature = (status: ContractStatus): boolean => rank[status] <= rank.viewed;

/** For sorting what happened at the same instant. */
export const byProgress = (a: ContractStatus, b: ContractStatus): number => rank[a] - rank[b];
