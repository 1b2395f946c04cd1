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
 * The status is the highest-ranked one, unless the contract is on hold. A hold lasts until a later observation confirms
 * the highest-ranked status or a higher one. Only this decision is based on instants. Instants are comparable, because
 * each says when the contract had the status, not when the report arrived. At equal instants the hold wins, because it
 * comes after the status that it suspends. Once the supplier has accepted or the contract has ended, a hold has no
 * effect.
 *
 * @example currentStatus([{ status: 'submitted', at: '…:01Z' }, { status: 'on_hold', at: '…:02Z' }]) // 'on_hold'
 */
export function currentStatus(observations: readonly StatusObservation[]): ContractStatus {
  let highest: StatusObservation = { status: 'draft', at: '' };
  for (const entry of observations) {
    const step = compareStatuses(entry.status, highest.status);
    const isFurther = step > 0 || (step === 0 && lastAt(entry) > lastAt(highest));
    if (entry.status !== 'on_hold' && isFurther) highest = entry;
  }
  const hold = observations.find(({ status }) => status === 'on_hold');
  if (!hold || compareStatuses(highest.status, 'accepted') >= 0 || hasEnded(highest.status)) return highest.status;
  return lastAt(hold) >= lastAt(highest) ? 'on_hold' : highest.status;
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
