import type { ContractStatus } from '../../wire/contract.ts';

/**
 * How far along each status is. A contract stands at the furthest of all that were ever heard, in whatever order they came:
 * duplicates and late arrivals change nothing, and nothing goes backwards. `on_hold` alone is no step of the road, since a
 * hold may end: see `standing`.
 *
 * Endings before signing (declined, expired, voided) rank below `signed`, because DocuSign completes an envelope only once
 * and ends it only if it was not complete. A supplier's or utility's no (rejected) outranks the supplier's yes, since it
 * comes after it. What ends a running contract outranks all else.
 */
export const rank: Record<ContractStatus, number> = {
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
export interface Heard {
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
 * @example standing([{ status: 'submitted', at: '…:01Z' }, { status: 'on_hold', at: '…:02Z' }]) // 'on_hold'
 */
export const standing = (heard: readonly Heard[]): ContractStatus => {
  let furthest: Heard = { status: 'draft', at: '' };
  for (const entry of heard) {
    const step = rank[entry.status] - rank[furthest.status];
    const isFurther = step > 0 || (step === 0 && lastAt(entry) > lastAt(furthest));
    if (entry.status !== 'on_hold' && isFurther) furthest = entry;
  }
  const hold = heard.find(({ status }) => status === 'on_hold');
  if (!hold || rank[furthest.status] >= rank.accepted || isOver(furthest.status)) return furthest.status;
  return lastAt(hold) >= lastAt(furthest) ? 'on_hold' : furthest.status;
};

const lastAt = ({ at, lastAt: last = at }: Heard): string => last;

/** Adds a report to what was heard: the earliest instant is when it was reached, the latest when it last held. */
export const hear = <H extends Heard>(heard: readonly H[], status: ContractStatus, at: string): (H | Heard)[] => {
  const before = heard.find((entry) => entry.status === status);
  if (!before) return [...heard, { status, at, lastAt: at }];
  const merged = { ...before, at: at < before.at ? at : before.at, lastAt: at > lastAt(before) ? at : lastAt(before) };
  return heard.map((entry) => (entry === before ? merged : entry));
};

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

/** The contract is out for signature: only then is there anything to open. */
export const awaitsSignature = (status: ContractStatus): boolean => rank[status] <= rank.viewed;

/** A status that only a contract signed by all can have. */
export const isSigned = (status: ContractStatus): boolean =>
  rank[status] >= rank.signed && status !== 'on_hold' && status !== 'cancelled';

/** For sorting what happened at the same instant. */
export const byProgress = (a: ContractStatus, b: ContractStatus): number => rank[a] - rank[b];
