import { Hono } from 'hono';
import { contractEvents } from '../../wire/contract.ts';
import { addressKey } from '../access/limit-addresses.ts';
import type { Deps } from '../deps.ts';
import { farewell } from '../drain.ts';
import { dropConnection } from '../http/connection.ts';
import { createEventStream } from '../http/event-stream.ts';
import { routePath } from '../http/route-path.ts';
import { describeError } from '../log.ts';
import { authenticate } from '../sites/authenticate.ts';
import { contractFromRow } from './contract-from-row.ts';
import { ownedContract } from './owned-contract.ts';

/** A proxy closes a silent connection after half a minute or so: something is said before that. */
const heartbeatMilliseconds = 15_000;
/** A stream ends by itself and the widget comes back: no connection lives for ever. */
const longestStreamMilliseconds = 30 * 60_000;

/**
 * The contract as an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html): the whole contract at
 * once unless `Last-Event-ID` says it is known, and again with each change. Each event stands by itself, so a reader that
 * missed some has missed nothing.
 */
export const contractEventRoutes = (deps: Deps): Hono =>
  new Hono().get(routePath(contractEvents.path), async (context) => {
    const caller = await authenticate(context, deps);
    const { id } = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const owner = { session: caller.sessionId, address: addressKey(deps, context), site: caller.site.key };
    const leave = deps.streams.open(owner);

    const lastSeen = context.req.header('Last-Event-ID') ?? '';
    context.header('Cache-Control', 'no-store');
    context.header('X-Accel-Buffering', 'no');
    context.header('Content-Type', 'text/event-stream');
    const stream = createEventStream(async (writer) => {
      let wake: () => void = () => {};
      let changed = true;
      const notify = (): void => {
        changed = true;
        wake();
      };
      // Subscribed before the first read: what changes in between is read again, not missed.
      const unsubscribe = deps.live.subscribe(id, notify);
      writer.onOver(() => wake());
      let leaving: { readonly retry: number } | undefined;
      let parting: NodeJS.Timeout | undefined;
      const stay = deps.drain.onEnd(() => {
        const { after, retry } = farewell();
        parting = setTimeout(() => {
          leaving = { retry };
          wake();
        }, after);
      });
      // Also for a reader that has stopped reading, on whom a write waits.
      const end = setTimeout(() => writer.end(), longestStreamMilliseconds).unref();
      const inTime = async (written: Promise<unknown>): Promise<void> => {
        const slow = setTimeout(() => {
          deps.log.warn('stream_reader_too_slow', { contract: id, site: caller.site.key });
          writer.end();
          dropConnection(context);
        }, deps.streams.slowestReadMilliseconds).unref();
        await written;
        clearTimeout(slow);
      };
      let sent = /^\d{1,15}$/.test(lastSeen) ? Number(lastSeen) : -1;
      try {
        while (!writer.isOver) {
          if (leaving) {
            await inTime(writer.write(`retry: ${leaving.retry}\n\n`));
            break;
          }
          if (changed) {
            changed = false;
            const contract = await contractFromRow(deps.store, await ownedContract(deps, caller, id));
            // An id we never gave is no reason to keep silent.
            if (contract.seq !== sent) {
              sent = contract.seq;
              await inTime(writer.write(`event: contract\nid: ${sent}\ndata: ${JSON.stringify(contract)}\n\n`));
            }
          }
          if (changed || leaving || writer.isOver) continue;
          const timedOut = await new Promise<boolean>((resolve) => {
            const timer = setTimeout(() => resolve(true), heartbeatMilliseconds);
            wake = () => {
              clearTimeout(timer);
              resolve(false);
            };
          });
          if (timedOut) await inTime(writer.write(': still here\n\n'));
        }
      } catch (error) {
        deps.log.warn('stream_broken', { contract: id, error: describeError(error) });
      } finally {
        clearTimeout(end);
        clearTimeout(parting);
        stay();
        unsubscribe();
        leave();
      }
    });
    return context.body(stream);
  });
