import type { MscReason, MscStatus } from '../../upstreams/msc/status.ts';
import type { World } from '../world.ts';
import { type Contract, isSignable } from './contract.ts';

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

const accountNotFound: MscReason = { code: 'A76', message: 'Account not found' };

/** The signer opened the document. Opening it again changes nothing. */
export function view(world: World, contract: Contract): void {
  if (contract.status === 'sent') world.contracts.move(contract, 'viewed');
}

/** The signer signed; from here the contract goes to the supplier by itself. False when it could not be signed any more. */
export function sign(world: World, contract: Contract, name: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.signature = { name, at: world.now() };
  world.contracts.move(contract, 'signed');
  next(world, contract, 'signed');
  return true;
}

/** The signer declined. `reason` stays with the envelope: it is a person's own words. */
export function decline(world: World, contract: Contract, reason: string): boolean {
  if (!isSignable(contract)) return false;
  contract.envelope.declineReason = reason;
  world.contracts.move(contract, 'declined', [{ code: 'SIGNER_DECLINED', message: 'The signer declined to sign.' }]);
  return true;
}

/** One step along the road, by hand. False at its end, or beside it. */
export function advance(world: World, contract: Contract): boolean {
  const at = road.indexOf(contract.status);
  const status = road[at + 1];
  if (at < 0 || !status) return false;
  if (status === 'signed') return sign(world, contract, contract.input.signer.name);
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
    } else if (world.scenario.current().outcome === 'rejected') {
      world.contracts.move(contract, 'rejected', [accountNotFound]);
    } else {
      world.contracts.move(contract, 'accepted');
    }
  };
  if (world.scenario.current().acceptance === 'at_once') step();
  else world.schedule.after(world.pace, step);
}
