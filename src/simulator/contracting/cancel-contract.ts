import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { World } from '../world.ts';
import type { Contract } from './contract.ts';
import type { Owner } from './contracts.ts';

const cancellable = new Set<Contract['status']>(['draft', 'sent', 'viewed', 'signed', 'on_hold']);

/**
 * Takes a contract back before the supplier has it. Cancelling twice is one cancellation. One that was to be signed elsewhere, and
 * was not, is voided.
 */
export function cancelContract(
  world: World,
  owner: Owner,
  id: string,
): { readonly contract: Contract | null; readonly userErrors: readonly MscUserError[] } {
  const contract = world.contracts.ownedBy(owner, id);
  if (!contract) {
    return {
      contract: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['id'], message: 'There is no such contract.' }],
    };
  }
  const end = isUnsignedElsewhere(contract) ? 'voided' : 'cancelled';
  if (contract.status === end) return { contract, userErrors: [] };
  if (!cancellable.has(contract.status)) {
    const message = `A contract that is ${contract.status} cannot be cancelled here.`;
    return { contract, userErrors: [{ code: 'CONTRACT_NOT_SIGNABLE', field: ['id'], message }] };
  }
  world.contracts.move(contract, end);
  return { contract, userErrors: [] };
}

const isUnsignedElsewhere = ({ input, envelope }: Contract): boolean =>
  input.signing === 'EXTERNAL' && envelope.signature === undefined;
