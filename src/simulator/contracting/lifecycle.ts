import type { MscReason, MscStatus } from '../../upstreams/msc/status.ts';
import type { Scenario } from '../scenario.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { type Contract, isOutForSignature, isSignable } from './contract.ts';

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

/** Why a supplier turns a signed contract down, by the outcome that is set. */
const REJECTION_REASONS: Readonly<Record<Exclude<Scenario['outcome'], 'accepted'>, MscReason>> = {
  rejected: { code: 'A76', message: 'Account not found' },
  rate_expired: { code: 'rate_expired', message: 'The rate had expired when the signature arrived' },
};

/** The signer opened the document. Opening it again changes nothing. */
export function markViewed(state: SimulatorState, contract: Contract): void {
  if (contract.status === 'sent') state.contracts.setStatus(contract, 'viewed');
}

/** The first signer signed. False when it could not be signed any more. */
export function signContract(state: SimulatorState, contract: Contract, name: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.signature = { name, signedAt: state.now() };
  recordSignature(state, contract, 1);
  return true;
}

/** The next signer whose turn it is signs, without a browser. False when there is none, or the first has not signed. */
export function signAsNextSigner(state: SimulatorState, contract: Contract): boolean {
  const nextSigner = contract.signers.find(({ status }) => status === 'waiting');
  if (!nextSigner || nextSigner.order === 1 || !isOutForSignature(contract)) return false;
  recordSignature(state, contract, nextSigner.order);
  return true;
}

/** Once all have signed, the contract goes to the supplier by itself. */
function recordSignature(state: SimulatorState, contract: Contract, order: number): void {
  contract.signers = contract.signers.map((signer) => (signer.order === order ? { order, status: 'signed' } : signer));
  const isComplete = contract.signers.every(({ status }) => status === 'signed');
  state.contracts.setStatus(contract, isComplete ? 'signed' : 'viewed');
  if (isComplete) submitToSupplier(state, contract);
}

/** A contract that all have signed goes to the supplier by itself. */
export const submitToSupplier = (state: SimulatorState, contract: Contract): void =>
  scheduleNextStatus(state, contract, 'signed');

/** The first signer declined, and says why. */
export function declineContract(state: SimulatorState, contract: Contract, reason: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.declineReason = reason;
  contract.signers = contract.signers.map((signer) => (signer.order === 1 ? { order: 1, status: 'declined' } : signer));
  const message = reason.trim() || 'The signer declined to sign.';
  state.contracts.setStatus(contract, 'declined', [{ code: 'SIGNER_DECLINED', message }]);
  return true;
}

/** One step along the road, by hand. False at its end, or beside it. */
export function advance(state: SimulatorState, contract: Contract): boolean {
  const index = STATUS_ORDER.indexOf(contract.status);
  const status = STATUS_ORDER[index + 1];
  if (index < 0 || !status) return false;
  if (status === 'signed') {
    return isSignable(contract)
      ? signContract(state, contract, contract.input.signer.name)
      : signAsNextSigner(state, contract);
  }
  state.contracts.setStatus(contract, status);
  return true;
}

/** What follows a signature without anyone's doing: submitted, then the supplier's answer. */
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
