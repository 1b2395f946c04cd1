import { Hono } from 'hono';
import { contractEvents } from '../../wire/contract.ts';
import { addressKey } from '../access/limit-addresses.ts';
import type { Deps } from '../deps.ts';
import { openEventStream } from '../http/event-stream.ts';
import { routePath } from '../http/route-path.ts';
import { authenticate } from '../sites/authenticate.ts';
import { ContractStream } from './contract-stream.ts';
import { createOpenContractStreams } from './open-contract-streams.ts';
import { ownedContract } from './owned-contract.ts';

/**
 * The contract as an event stream: the whole contract at once unless `Last-Event-ID` says it is known, and again with each
 * change. Each event stands by itself, so a reader that missed some has missed nothing.
 */
export const contractEventRoutes = (deps: Deps): Hono => {
  const open = createOpenContractStreams(deps.drain);
  return new Hono().get(routePath(contractEvents.path), async (context) => {
    const caller = await authenticate(context, deps);
    const { id } = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const owner = { session: caller.sessionId, address: addressKey(deps, context), site: caller.site.key };
    const leave = deps.streams.open(owner);
    const lastSeen = context.req.header('Last-Event-ID') ?? '';
    const headers = { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };
    const { stream, answer } = openEventStream(context, headers, () => {
      close();
    });
    const told = new ContractStream(deps, stream, caller, id, /^\d{1,15}$/.test(lastSeen) ? Number(lastSeen) : -1);
    // Subscribed before the first read: what changes in between is read again, not missed.
    const unsubscribe = deps.live.subscribe(id, () => told.changed());
    const takeOut = open.add(told);
    const close = (): void => {
      unsubscribe();
      takeOut();
      leave();
    };
    told.changed();
    return answer;
  });
};
