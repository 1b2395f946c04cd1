import type { SimulatorState } from '../simulator-state.ts';
import type { Contract } from './contract.ts';
import type { Owner } from './contract-store.ts';

export interface ContractPage {
  readonly contracts: readonly Contract[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/**
 * Contracts in the order they last changed, `first` at a time. The cursor counts changes, not instants, so nothing that
 * changes between two pages is lost.
 */
export function contractPage(
  state: SimulatorState,
  owner: Owner,
  query: {
    readonly updatedSince?: string | null | undefined;
    readonly after?: string | null | undefined;
    readonly first: number;
  },
): ContractPage {
  const since = query.updatedSince ? new Date(query.updatedSince) : undefined;
  const matching = state.contracts
    .changedAfter(owner, query.after ? Number(query.after) : 0)
    .filter(({ updatedAt }) => !since || updatedAt >= since);
  const contracts = matching.slice(0, query.first);
  return {
    contracts,
    endCursor: contracts.at(-1)?.changeSeq.toString() ?? null,
    hasNextPage: matching.length > contracts.length,
  };
}
