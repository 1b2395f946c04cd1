import type { Fault } from './fault.ts';
import { clickFaults } from './kinds/clicks.ts';
import { killFaults } from './kinds/kills.ts';
import { leavingFaults } from './kinds/leaving.ts';
import { ownerFaults } from './kinds/owner.ts';
import { postgresFaults } from './kinds/postgres.ts';
import { rotationFaults } from './kinds/rotation.ts';
import { storeFaults } from './kinds/store.ts';
import { streamFaults } from './kinds/streams.ts';
import { upstreamFaults } from './kinds/upstream.ts';
import { webhookFaults } from './kinds/webhooks.ts';

/** Everything that is made to go wrong. */
export const faults: readonly Fault[] = [
  ...upstreamFaults,
  ...killFaults,
  ...clickFaults,
  ...webhookFaults,
  ...streamFaults,
  ...ownerFaults,
  ...storeFaults,
  ...leavingFaults,
  ...rotationFaults,
  ...postgresFaults,
];
