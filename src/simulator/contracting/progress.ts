import type { MscReason, MscStatus } from '../../upstreams/msc/status.ts';
import type { Scenario } from '../scenario.ts';
import type { World } from '../world.ts';
import { type Contract, isOut, isSignable } from './contract.ts';

const road: readonly MscStatus[] = [
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
const rejections: Readonly<Record<Exclude<Scenario['outcome'], 'accepted'>, MscReason>> = {
  rejected: { code: 'A76', message: 'Account not found' },
  rate_expired: { code: 'rate_expired', message: 'The rate had expired when the signature arrived' },
};

/** The signer opened the document. Opening it again changes nothing. */
export function view(world: World, contract: Contract): void {
  if (contract.status === 'sent') world.contracts.move(contract, 'viewed');
}

/** The first signer signed. False when it could not be signed any more. */
export function sign(world: World, contract: Contract, name: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.signature = { name, at: world.now() };
  afterSignature(world, contract, 1);
  return true;
}

/** The next signer whose turn it is signs, without a browser. False when there is none, or the first has not signed. */
export function signNext(world: World, contract: Contract): boolean {
  const waiting = contract.signers.find(({ status }) => status === 'waiting');
  if (!waiting || waiting.order === 1 || !isOut(contract)) return false;
  afterSignature(world, contract, waiting.order);
  return true;
}

/** Once all have signed, the contract goes to the supplier by itself. */
function afterSignature(world: World, contract: Contract, order: number): void {
  contract.signers = contract.signers.map((signer) => (signer.order === order ? { order, status: 'signed' } : signer));
  const isComplete = contract.signers.every(({ status }) => status === 'signed');
  world.contracts.move(contract, isComplete ? 'signed' : 'viewed');
  if (isComplete) goOn(world, contract);
}

/** A contract that all have signed goes to the supplier by itself. */
export const goOn = (world: World, contract: Contract): void => next(world, contract, 'signed');

/** The first signer declined, and says why. */
export function decline(world: World, contract: Contract, reason: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.declineReason = reason;
  contract.signers = contract.signers.map((signer) => (signer.order === 1 ? { order: 1, status: 'declined' } : signer));
  const message = reason.trim() || 'The signer declined to sign.';
  world.contracts.move(contract, 'declined', [{ code: 'SIGNER_DECLINED', message }]);
  return true;
}

/** One step along the road, by hand. False at its end, or beside it. */
export function advance(world: World, contract: Contract): boolean {
  const at = road.indexOf(contract.status);
  const status = road[at + 1];
  if (at < 0 || !status) return false;
  if (status === 'signed') {
    return isSignable(contract) ? sign(world, contract, contract.input.signer.name) : signNext(world, contract);
  }
  world.contracts.move(contract, status);
  return true;
}

/** What follows a signature without anyone's doing: submitted, then the supplier's answer. */
function next(world: World, contract: Contract, from: 'signed' | 'submitted'): void {
  const step = () => {
    if (contract.status !== from || world.contracts.get(contract.id) !== contract) return;
    if (from === 'signed') {
      world.contracts.move(contract, 'submitted');
      next(world, contract, 'submitted');
      return;
    }
    const { outcome } = world.scenario.current();
    if (outcome === 'accepted') world.contracts.move(contract, 'accepted');
    else world.contracts.move(contract, 'rejected', [rejections[outcome]]);
  };
  if (world.scenario.current().acceptance === 'at_once') step();
  else world.schedule.after(world.pace, step);
}
