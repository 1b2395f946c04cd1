import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { SimulatorState } from '../simulator-state.ts';
import type { Contract } from './contract.ts';
import type { Owner } from './contract-store.ts';

const CANCELLABLE_STATUSES = new Set<Contract['status']>(['draft', 'sent', 'viewed', 'signed', 'on_hold']);

/**
 * Takes a contract back before the supplier has it. Cancelling twice is one cancellation. One that was to be signed elsewhere, and
 * was not, is voided.
 */
export function cancelContract(
  state: SimulatorState,
  owner: Owner,
  id: string,
): { readonly contract: Contract | null; readonly userErrors: readonly MscUserError[] } {
  const contract = state.contracts.ownedBy(owner, id);
  if (!contract) {
    return {
      contract: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['id'], message: 'There is no such contract.' }],
    };
  }
  const finalStatus = isUnsignedExternal(contract) ? 'voided' : 'cancelled';
  if (contract.status === finalStatus) return { contract, userErrors: [] };
  if (!CANCELLABLE_STATUSES.has(contract.status)) {
    const message = `A contract that is ${contract.status} cannot be cancelled here.`;
    return { contract, userErrors: [{ code: 'CONTRACT_NOT_SIGNABLE', field: ['id'], message }] };
  }
  state.contracts.setStatus(contract, finalStatus);
  return { contract, userErrors: [] };
}

const isUnsignedExternal = ({ input, envelope }: Contract): boolean =>
  input.signing === 'EXTERNAL' && envelope.signature === undefined;
