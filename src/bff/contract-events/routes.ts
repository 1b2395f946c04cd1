import { Hono } from 'hono';
import { contractEvents } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { requireContract } from '../contracts/require-contract.ts';
import { openEventStream } from '../http/event-stream.ts';
import { toHonoPath } from '../http/route-path.ts';
import { clientIpKey } from '../middleware/rate-limit-ip.ts';
import { ContractStream } from './contract-stream.ts';
import { createStreamHeartbeat } from './stream-heartbeat.ts';

/**
 * The contract as an event stream: the whole contract at once unless `Last-Event-ID` says it is known, and again with each
 * change. Each event stands by itself, so a reader that missed some has missed nothing.
 */
export function contractEventRoutes(appContext: AppContext): Hono {
  const heartbeat = createStreamHeartbeat(appContext.shutdown);
  return new Hono().get(toHonoPath(contractEvents.path), async (context) => {
    const caller = await authenticate(context, appContext);
    const { id } = await requireContract(appContext, caller, context.req.param('id') ?? '');
    const owner = { session: caller.sessionId, address: clientIpKey(appContext, context), site: caller.site.key };
    const release = appContext.streamLimiter.open(owner);
    const lastSeen = context.req.header('Last-Event-ID') ?? '';
    const headers = { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };
    const { stream, response } = openEventStream(context, headers, () => {
      close();
    });
    const contractStream = new ContractStream(
      appContext,
      stream,
      caller,
      id,
      /^\d{1,15}$/.test(lastSeen) ? Number(lastSeen) : -1,
    );
    // Subscribed before the first read: what changes in between is read again, not missed.
    const unsubscribe = appContext.contractEvents.subscribe(id, () => contractStream.changed());
    const unregister = heartbeat.add(contractStream);
    const close = (): void => {
      unsubscribe();
      unregister();
      release();
    };
    contractStream.changed();
    return response;
  });
}
