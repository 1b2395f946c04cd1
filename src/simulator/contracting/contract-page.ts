import type { World } from '../world.ts';
import type { Contract } from './contract.ts';
import type { Owner } from './contracts.ts';

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
  world: World,
  owner: Owner,
  query: {
    readonly updatedSince?: string | null | undefined;
    readonly after?: string | null | undefined;
    readonly first: number;
  },
): ContractPage {
  const since = query.updatedSince ? new Date(query.updatedSince) : undefined;
  const found = world.contracts
    .changedAfter(owner, query.after ? Number(query.after) : 0)
    .filter(({ updatedAt }) => !since || updatedAt >= since);
  const contracts = found.slice(0, query.first);
  return {
    contracts,
    endCursor: contracts.at(-1)?.change.toString() ?? null,
    hasNextPage: found.length > contracts.length,
  };
}
