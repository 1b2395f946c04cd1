import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { SimulatorState } from '../simulator-state.ts';
import type { Owner } from './contract.ts';
import { type Contract, newContractId, newEnvelope } from './contract.ts';
import type { ContractInput } from './contract-input.ts';
import { validateContract } from './contract-input.ts';

/**
 * Creates a contract. Then sends its envelope, unless the contract is to be signed in another system. If the reference
 * has been used before, returns the existing contract and ignores the other input.
 */
export function createContract(
  state: SimulatorState,
  owner: Owner,
  input: ContractInput,
): { readonly contract: Contract | null; readonly userErrors: readonly MscUserError[] } {
  const existing = state.contracts.byReference(owner, input.partnerReference);
  if (existing) return { contract: existing, userErrors: [] };

  const isOnSale = state.prices.get(input.priceId, owner.environment) !== undefined;
  if (isOnSale && state.scenario.current().rate === 'changed') state.prices.raise(input.priceId);
  if (isOnSale && state.scenario.current().fees === 'changed') state.prices.raiseFees(input.priceId);
  const price = state.prices.get(input.priceId, owner.environment);
  const userErrors = validateContract(input, price, (document) => state.documents.has(owner, document));
  if (!price || userErrors.length > 0) return { contract: null, userErrors };

  const now = state.now();
  const isExternal = input.signing === 'EXTERNAL';
  const status = isExternal ? 'draft' : 'sent';
  const signers = !isExternal && state.scenario.current().signers === 'two' ? [1, 2] : [1];
  const contract = state.contracts.add({
    id: newContractId(owner.environment),
    environment: owner.environment,
    partnerId: owner.partnerId,
    input,
    price,
    envelope: newEnvelope(),
    status,
    reasons: [],
    accounts: input.accounts.map(({ identifier }) => ({ last4: identifier.slice(-4), status, reasons: [] })),
    signers: signers.map((order) => ({ order, status: 'waiting' })),
    createdAt: now,
    updatedAt: now,
  });
  return { contract, userErrors: [] };
}
