import { z } from 'zod';
import type { Contract } from '../../wire/contract.ts';
import { isSigned } from './contract-status.ts';

/** Who signs the customer's side, in signing order; the first is who the contract was made for. */
const signers = z.array(z.object({ order: z.number(), status: z.enum(['waiting', 'signed', 'declined']) }));
export type StoredSigners = z.infer<typeof signers>;

export const readSigners = (text: string): StoredSigners => signers.parse(JSON.parse(text));

const SIGNER_RANK = { waiting: 0, declined: 1, signed: 2 };

/** What is known of signers, with what was told: like a status, a signature never goes back. */
export function mergeSigners(existing: StoredSigners, reported: StoredSigners = []): StoredSigners {
  const merged = new Map(existing.map((signer) => [signer.order, signer]));
  for (const { order, status } of reported) {
    const previous = merged.get(order);
    if (!previous || SIGNER_RANK[status] > SIGNER_RANK[previous.status]) merged.set(order, { order, status });
  }
  return [...merged.values()].sort((a, b) => a.order - b.order);
}

/**
 * How signing stands, as the contract's owner sees it. A contract that all have signed says so by its status; before that
 * the signers do, if the upstream has told of them.
 */
export function toSigningSummary(
  { status, timeline }: Pick<Contract, 'status' | 'timeline'>,
  [first, ...others]: StoredSigners,
): Omit<Contract['signing'], 'letter'> {
  if (isSigned(status) || timeline.some((past) => isSigned(past.status))) return { you: 'signed', others: 0 };
  const you = first?.status ?? 'waiting';
  const isDeclined = status === 'declined' && (!first || others.every((other) => other.status !== 'declined'));
  return {
    you: you === 'waiting' && isDeclined ? 'declined' : you,
    others: others.filter((other) => other.status === 'waiting').length,
  };
}
