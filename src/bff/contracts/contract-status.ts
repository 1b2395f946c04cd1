import type { ContractStatus } from '../../wire/contract.ts';
import { compareStatuses, hasEnded } from '../../wire/contract-status.ts';

/** An observed status: when it was reached, and when it was last confirmed (ISO 8601 in UTC). */
export interface StatusObservation {
  readonly status: ContractStatus;
  readonly at: string;
  readonly lastAt?: string | undefined;
}

/**
 * Derives the status from all observations, regardless of their order.
 *
 * The status is the highest-ranked one, unless the contract is on hold. A hold lasts until a later observation
 * confirms the highest-ranked status or a higher one. Only this decision is based on instants. They are comparable,
 * because all come from the upstream's clock and each says when the contract had the status. At equal instants the
 * hold wins, because it comes after the status that it suspends. Once the supplier has accepted or the contract has
 * ended, a hold has no effect.
 *
 * @example currentStatus([{ status: 'submitted', at: '…:01Z' }, { status: 'on_hold', at: '…:02Z' }]) // 'on_hold'
 */
export function currentStatus(observations: readonly StatusObservation[]): ContractStatus {
  let furthest: StatusObservation = { status: 'draft', at: '' };
  for (const entry of observations) {
    const step = compareStatuses(entry.status, furthest.status);
    const isFurther = step > 0 || (step === 0 && lastAt(entry) > lastAt(furthest));
    if (entry.status !== 'on_hold' && isFurther) furthest = entry;
  }
  const hold = observations.find(({ status }) => status === 'on_hold');
  if (!hold || compareStatuses(furthest.status, 'accepted') >= 0 || hasEnded(furthest.status)) return furthest.status;
  return lastAt(hold) >= lastAt(furthest) ? 'on_hold' : furthest.status;
}

const lastAt = ({ at, lastAt: last = at }: StatusObservation): string => last;

/** Adds an observation. `at` becomes the earliest instant of the status, and `lastAt` the latest. */
export function recordObservation<O extends StatusObservation>(
  observations: readonly O[],
  status: ContractStatus,
  at: string,
): (O | StatusObservation)[] {
  const existing = observations.find((entry) => entry.status === status);
  if (!existing) return [...observations, { status, at, lastAt: at }];
  const merged = {
    ...existing,
    at: at < existing.at ? at : existing.at,
    lastAt: at > lastAt(existing) ? at : lastAt(existing),
  };
  return observations.map((entry) => (entry === existing ? merged : entry));
}
