import type { Hono } from 'hono';
import { contractEvents } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { loadContract } from '../contracts/contract-from-row.ts';
import { openEventStream } from '../http/event-stream.ts';
import { rejectBody } from '../http/request-body.ts';
import { createRouter } from '../routing/route.ts';
import { ContractStream, createStreamHeartbeat } from './contract-stream.ts';

/**
 * Serves the contract as an event stream. Each event contains the whole contract. The first event is sent immediately,
 * unless `Last-Event-ID` shows that the client already has this version. Another event follows each change. Because
 * events are complete, a client that misses some loses no information.
 */
export function contractEventRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const heartbeat = createStreamHeartbeat(appContext.shutdown);
  route(contractEvents, { load: loadContract(appContext) }, ({ context, caller, resource: { id } }) => {
    rejectBody(context);
    const owner = { session: caller.sessionId, addresses: caller.ipKeys, site: caller.site.key };
    const release = appContext.streamLimiter.open(owner);
    const lastEventId = context.req.header('Last-Event-ID') ?? '';
    const { stream, response } = openEventStream(context, { 'X-Accel-Buffering': 'no' }, () => {
      close();
    });
    const lastSeq = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : -1;
    const contractStream = new ContractStream(appContext, stream, caller, id, lastSeq);
    // Subscribe before the first read, so that a change in between is not missed.
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
  return app;
}
