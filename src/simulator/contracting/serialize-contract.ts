import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import type { SimulatorState } from '../simulator-state.ts';
import type { Contract } from './contract.ts';

/** A contract as the Contracting API tells it. `documentUrl` is new and short-lived at each telling. */
export function serializeContract(state: SimulatorState, contract: Contract): MscContract {
  const { id, input, status, reasons, accounts, signers, updatedAt } = contract;
  return {
    id,
    partnerReference: input.partnerReference,
    status,
    reasons: [...reasons],
    accounts: accounts.map(({ last4, ...account }) => ({
      identifierLast4: last4,
      status: account.status,
      reasons: [...account.reasons],
    })),
    signers: [...signers],
    updatedAt: updatedAt.toISOString(),
    documentUrl: state.documentLinks.createUrl(id),
  };
}
