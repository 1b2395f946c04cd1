import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import { newEnvelope } from '../signing/envelope.ts';
import type { World } from '../world.ts';
import { type Contract, newContractId } from './contract.ts';
import type { ContractInput } from './contract-input.ts';
import type { Owner } from './contracts.ts';
import { refusalsOf } from './refusals.ts';

/**
 * Makes a contract and sends its envelope, unless it is signed elsewhere; or says what is wrong. A reference that was used before gives the contract
 * made then, whatever else the input says.
 */
export function createContract(
  world: World,
  owner: Owner,
  input: ContractInput,
): { readonly contract: Contract | null; readonly userErrors: readonly MscUserError[] } {
  const existing = world.contracts.byReference(owner, input.partnerReference);
  if (existing) return { contract: existing, userErrors: [] };

  const isOnSale = world.prices.get(input.priceId, owner.environment) !== undefined;
  if (isOnSale && world.scenario.current().rate === 'moved') world.prices.move(input.priceId);
  const price = world.prices.get(input.priceId, owner.environment);
  const userErrors = refusalsOf(input, price, (document) => world.documents.has(owner, document));
  if (!price || userErrors.length > 0) return { contract: null, userErrors };

  const now = world.now();
  const isExternal = input.signing === 'EXTERNAL';
  const status = isExternal ? 'draft' : 'sent';
  const signers = !isExternal && world.scenario.current().signers === 'two' ? [1, 2] : [1];
  const contract = world.contracts.add({
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
