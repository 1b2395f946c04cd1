import { z } from 'zod';
import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { MscReason, MscStatus } from '../../upstreams/msc/status.ts';
import type { Scenario } from '../scenario.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { type Contract, isAwaitingSignature, isSignable, isUnsigned, type Owner } from './contract.ts';

const STATUS_ORDER: readonly MscStatus[] = [
  'draft',
  'sent',
  'viewed',
  'signed',
  'submitted',
  'accepted',
  'enrolled',
  'flowing',
];

/** The supplier's reason for each outcome that rejects a contract. */
const REJECTION_REASONS: Readonly<Record<Exclude<Scenario['outcome'], 'accepted'>, MscReason>> = {
  rejected: { code: 'A76', message: 'Account not found' },
  rate_expired: { code: 'rate_expired', message: 'The rate had expired when the signature arrived' },
};

/** Marks a contract as viewed when the signer opens the document. Has no effect unless the status is `sent`. */
export function markViewed(state: SimulatorState, contract: Contract): void {
  if (contract.status === 'sent') state.contracts.setStatus(contract, 'viewed');
}

/** Records the first signer's signature. @returns false if the contract can no longer be signed */
export function signContract(state: SimulatorState, contract: Contract, name: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.signature = { name, signedAt: state.now() };
  recordSignature(state, contract, 1);
  return true;
}

/**
 * Records the signature of the next signer, without a browser.
 *
 * @returns false if the first signer has not signed, no other signer is waiting, or the contract can no longer be
 *   signed
 */
export function signAsNextSigner(state: SimulatorState, contract: Contract): boolean {
  const nextSigner = contract.signers.find(({ status }) => status === 'waiting');
  if (!nextSigner || nextSigner.order === 1 || !isAwaitingSignature(contract)) return false;
  recordSignature(state, contract, nextSigner.order);
  return true;
}

function recordSignature(state: SimulatorState, contract: Contract, order: number): void {
  contract.signers = contract.signers.map((signer) => (signer.order === order ? { order, status: 'signed' } : signer));
  const isComplete = contract.signers.every(({ status }) => status === 'signed');
  state.contracts.setStatus(contract, isComplete ? 'signed' : 'viewed');
  if (isComplete) submitToSupplier(state, contract);
}

const submitToSupplier = (state: SimulatorState, contract: Contract): void =>
  scheduleNextStatus(state, contract, 'signed');

/** Records that the first signer declined, and the reason. @returns false if the contract can no longer be signed */
export function declineContract(state: SimulatorState, contract: Contract, reason: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.declineReason = reason;
  contract.signers = contract.signers.map((signer) => (signer.order === 1 ? { order: 1, status: 'declined' } : signer));
  const message = reason.trim() || 'The signer declined to sign.';
  state.contracts.setStatus(contract, 'declined', [{ code: 'SIGNER_DECLINED', message }]);
  return true;
}

/** Returns the next status of the contract, or undefined if there is no next status, for example after a rejection. */
export function nextStatus({ status }: Contract): MscStatus | undefined {
  const index = STATUS_ORDER.indexOf(status);
  return index < 0 ? undefined : STATUS_ORDER[index + 1];
}

/** Advances the contract by one status or one signature. @returns false if the contract cannot be advanced */
export function advance(state: SimulatorState, contract: Contract): boolean {
  const status = nextStatus(contract);
  if (!status) return false;
  if (status === 'signed') {
    return isSignable(contract)
      ? signContract(state, contract, contract.input.signer.name)
      : signAsNextSigner(state, contract);
  }
  state.contracts.setStatus(contract, status);
  return true;
}

/** Schedules the submission to the supplier (from `signed`), and then the supplier's decision (from `submitted`). */
function scheduleNextStatus(state: SimulatorState, contract: Contract, from: 'signed' | 'submitted'): void {
  const applyNextStatus = () => {
    if (contract.status !== from || state.contracts.get(contract.id) !== contract) return;
    if (from === 'signed') {
      state.contracts.setStatus(contract, 'submitted');
      scheduleNextStatus(state, contract, 'submitted');
      return;
    }
    const { outcome } = state.scenario.current();
    if (outcome === 'accepted') state.contracts.setStatus(contract, 'accepted');
    else state.contracts.setStatus(contract, 'rejected', [REJECTION_REASONS[outcome]]);
  };
  if (state.scenario.current().acceptance === 'immediate') applyNextStatus();
  else state.scheduler.after(state.paceMs, applyNextStatus);
}

const CANCELLABLE_STATUSES = new Set<Contract['status']>(['draft', 'sent', 'viewed', 'signed', 'on_hold']);

/**
 * Cancels a contract that has not been submitted to the supplier. Idempotent. An unsigned contract that is to be signed
 * in another system is voided instead.
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
      userErrors: [{ code: 'NOT_FOUND', field: ['id'], message: 'The contract does not exist.' }],
    };
  }
  const finalStatus = isUnsignedExternal(contract) ? 'voided' : 'cancelled';
  if (contract.status === finalStatus) return { contract, userErrors: [] };
  if (!CANCELLABLE_STATUSES.has(contract.status)) {
    const message = `A contract with status ${contract.status} cannot be canceled.`;
    return { contract, userErrors: [{ code: 'CONTRACT_NOT_SIGNABLE', field: ['id'], message }] };
  }
  state.contracts.setStatus(contract, finalStatus);
  return { contract, userErrors: [] };
}

const isUnsignedExternal = ({ input, envelope }: Contract): boolean =>
  input.signing === 'EXTERNAL' && envelope.signature === undefined;

/** `RecordExternalSignatureInput` in the SDL. */
export const externalSignature = z.object({
  contractId: z.string().max(200),
  agreementId: z.string().min(1).max(200),
  signedAt: z.iso.datetime(),
});
export type ExternalSignature = z.infer<typeof externalSignature>;

/**
 * Records a signature from another system. Recording the same agreement again has no effect. If the price had expired
 * at the time of the signature, rejects the signature and marks the contract as expired.
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
