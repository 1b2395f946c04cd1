import type { ContractStatus } from '../../wire/contract.ts';

/**
 * How far along each status is. A contract stands at the furthest of all that were ever heard, in whatever order they came:
 * duplicates and late arrivals change nothing, and nothing goes backwards. `on_hold` alone is no step of the road, since a
 * hold may end: see `currentStatus`.
 *
 * Endings before signing (declined, expired, voided) rank below `signed`, because DocuSign completes an envelope only once
 * and ends it only if it was not complete. A supplier's or utility's no (rejected) outranks the supplier's yes, since it
 * comes after it. What ends a running contract outranks all else.
 */
export const STATUS_RANK: Record<ContractStatus, number> = {
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

/** A status that was heard: when it was reached, and when it was last said to hold (ISO 8601 in UTC). */
export interface StatusObservation {
  readonly status: ContractStatus;
  readonly at: string;
  readonly lastAt?: string | undefined;
}

/**
 * Where all that was ever heard leaves a contract: a function of the set, whatever the order it came in.
 *
 * The furthest status stands, unless it is held: a hold stands as long as nothing later than it says that the contract
 * is at its furthest step again, or beyond. Instants decide here and nowhere else. They are sound for it because they are all
 * of one clock, the upstream's, and each says how the contract stood then: a webhook when it changed, an answer when
 * it last did. At the same instant the hold stands, for it follows the step it holds. Once the supplier has accepted, or the
 * contract is over, a hold says nothing more.
 *
 * @example currentStatus([{ status: 'submitted', at: '…:01Z' }, { status: 'on_hold', at: '…:02Z' }]) // 'on_hold'
 */
export function currentStatus(observations: readonly StatusObservation[]): ContractStatus {
  let furthest: StatusObservation = { status: 'draft', at: '' };
  for (const entry of observations) {
    const step = STATUS_RANK[entry.status] - STATUS_RANK[furthest.status];
    const isFurther = step > 0 || (step === 0 && lastAt(entry) > lastAt(furthest));
    if (entry.status !== 'on_hold' && isFurther) furthest = entry;
  }
  const hold = observations.find(({ status }) => status === 'on_hold');
  if (!hold || STATUS_RANK[furthest.status] >= STATUS_RANK.accepted || hasEnded(furthest.status))
    return furthest.status;
  return lastAt(hold) >= lastAt(furthest) ? 'on_hold' : furthest.status;
}

const lastAt = ({ at, lastAt: last = at }: StatusObservation): string => last;

/** Adds a report to what was heard: the earliest instant is when it was reached, the latest when it last held. */
export function recordObservation<H extends StatusObservation>(
  observations: readonly H[],
  status: ContractStatus,
  at: string,
): (H | StatusObservation)[] {
  const existing = observations.find((entry) => entry.status === status);
  if (!existing) return [...observations, { status, at, lastAt: at }];
  const merged = {
    ...existing,
    at: at < existing.at ? at : existing.at,
    lastAt: at > lastAt(existing) ? at : lastAt(existing),
  };
  return observations.map((entry) => (entry === existing ? merged : entry));
}

const ENDED_STATUSES: readonly ContractStatus[] = [
  'declined',
  'expired',
  'voided',
  'rejected',
  'rescinded',
  'cancelled',
  'dropped',
];

/** It came to nothing, or has ended: whoever asks for the same again means another contract. */
export const hasEnded = (status: ContractStatus): boolean => ENDED_STATUSES.includes(status);

/** Nothing more is to come: the contract is over, or runs. */
export const isSettled = (status: ContractStatus): boolean => hasEnded(status) || status === 'flowing';

/** The contract is out for signature: only then is there anything to open. */
export const awaitsSignature = (status: ContractStatus): boolean => STATUS_RANK[status] <= STATUS_RANK.viewed;

/** A status that only a contract signed by all can have. */
export const isSigned = (status: ContractStatus): boolean =>
  STATUS_RANK[status] >= STATUS_RANK.signed && status !== 'on_hold' && status !== 'cancelled';

/** For sorting what happened at the same instant. */
export const compareProgress = (a: ContractStatus, b: ContractStatus): number => STATUS_RANK[a] - STATUS_RANK[b];
