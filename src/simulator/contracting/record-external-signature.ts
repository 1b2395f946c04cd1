import { z } from 'zod';
import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { type Contract, isUnsigned } from './contract.ts';
import type { Owner } from './contract-store.ts';
import { submitToSupplier } from './lifecycle.ts';

/** `RecordExternalSignatureInput` in the SDL. */
export const externalSignature = z.object({
  contractId: z.string().max(200),
  agreementId: z.string().min(1).max(200),
  signedAt: z.iso.datetime(),
});
export type ExternalSignature = z.infer<typeof externalSignature>;

/**
 * Records a signature from another system. Recording the same agreement again has no effect. A signature after the
 * price's expiry is not binding, so the contract expires.
 */
export function recordExternalSignature(
  state: SimulatorState,
  owner: Owner,
  { contractId, agreementId, signedAt }: ExternalSignature,
): { readonly contract: Contract | null; readonly userErrors: readonly MscUserError[] } {
  const contract = state.contracts.ownedBy(owner, contractId);
  const reject = (code: string, message: string) => ({
    contract: contract ?? null,
    userErrors: [{ code, field: ['contractId'], message }],
  });
  if (!contract) return reject('NOT_FOUND', 'The contract does not exist.');
  if (contract.envelope.signature?.agreementId === agreementId) return { contract, userErrors: [] };
  if (contract.input.signing !== 'EXTERNAL' || !isUnsigned(contract)) {
    return reject(
      'CONTRACT_NOT_SIGNABLE',
      `This contract is signed with DocuSign, or its status ${contract.status} does not allow a signature.`,
    );
  }
  const at = new Date(signedAt);
  if (at >= new Date(contract.price.validUntil)) {
    const message = 'The price expired before the contract was signed.';
    state.contracts.setStatus(contract, 'expired', [{ code: 'rate_expired', message }]);
    return reject('SIGNATURE_TOO_LATE', message);
  }
  contract.envelope.signature = { name: contract.input.signer.name, signedAt: at, agreementId };
  contract.signers = [{ order: 1, status: 'signed' }];
  state.contracts.setStatus(contract, 'signed');
  submitToSupplier(state, contract);
  return { contract, userErrors: [] };
}
