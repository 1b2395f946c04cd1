import { LRUCache } from 'lru-cache';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { readContract } from '../contracts/contract-from-row.ts';
import type { EventStream } from '../http/event-stream.ts';
import { ProblemError } from '../http/problem.ts';
import type { GracefulShutdown } from '../http/server.ts';
import { describeError } from '../log.ts';
import { isoAfter } from '../store/locks.ts';

type StreamContext = Pick<AppContext, 'endedSessions' | 'log' | 'partners' | 'store' | 'streamLimiter'>;

/** A stream ends after this time. The widget then reconnects. */
const MAX_STREAM_MS = 30 * 60_000;

/**
 * Sends the contract to one event stream: immediately, unless the client already has this version, and after each
 * change. An idle stream has no timers, promises or closures of its own, because thousands of streams may be open.
 */
export class ContractStream {
  readonly #appContext: StreamContext;
  readonly #stream: EventStream;
  readonly #caller: Caller;
  readonly #id: string;
  readonly #deadline = performance.now() + MAX_STREAM_MS;
  /** The last `seq` that was sent to the client. At first, the `Last-Event-ID` of its request. */
  #lastSeq: number;
  #hasChanged = false;
  #isClosing = false;
  #isFlushing = false;

  constructor(appContext: StreamContext, stream: EventStream, caller: Caller, id: string, lastSeq: number) {
    this.#appContext = appContext;
    this.#stream = stream;
    this.#caller = caller;
    this.#id = id;
    this.#lastSeq = lastSeq;
  }

  changed(): void {
    this.#hasChanged = true;
    this.#flush();
  }

  /**
   * Sends a comment, because proxies close idle connections. Ends the stream if it has reached its maximum duration or
   * the session has lost access.
   */
  heartbeat(): void {
    if (performance.now() > this.#deadline || this.#hasLostAccess()) this.#stream.end();
    else if (!this.#isFlushing) this.#flush(': heartbeat\n\n');
  }

  #hasLostAccess(): boolean {
    const { endedSessions, partners } = this.#appContext;
    return endedSessions.isEnded(this.#caller.sessionId) || !partners.sites.has(this.#caller.site.key);
  }

  /** Sends the reconnection delay and ends the stream. */
  close(): void {
    this.#isClosing = true;
    this.#flush();
  }

  #flush(first?: string): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#writePending(first)
      .catch((error: unknown) => {
        // The contract was erased, or the session may no longer access it.
        const isGone = error instanceof ProblemError && error.problem.code === 'not_found';
        if (!isGone)
          this.#appContext.log.warn('sse_stream_failed', { contract: this.#id, error: describeError(error) });
        this.#stream.end();
      })
      .finally(() => {
        this.#isFlushing = false;
        // The contract may have changed after the last read.
        if ((this.#hasChanged || this.#isClosing) && !this.#stream.isClosed) this.#flush();
      });
  }

  async #writePending(first: string | undefined): Promise<void> {
    if (first) await this.#write(first);
    while (this.#hasChanged && !this.#stream.isClosed && !this.#isClosing) {
      this.#hasChanged = false;
      if (this.#hasLostAccess()) {
        this.#stream.end();
        return;
      }
      const contract = await readContract(this.#appContext, this.#caller, this.#id);
      // Compares only for equality, so that a `Last-Event-ID` that we never sent cannot suppress events.
      if (contract.seq === this.#lastSeq) continue;
      this.#lastSeq = contract.seq;
      await this.#write(`event: contract\nid: ${contract.seq}\ndata: ${JSON.stringify(contract)}\n\n`);
    }
    if (!this.#isClosing) return;
    await this.#write(`retry: ${reconnectJitter().retryMs}\n\n`);
    this.#stream.end();
  }

  async #write(text: string): Promise<void> {
    const drained = this.#stream.write(text);
    if (!drained) return;
    const slow = setTimeout(() => {
      this.#appContext.log.warn('sse_client_too_slow', { contract: this.#id, site: this.#caller.site.key });
      this.#stream.destroy();
    }, this.#appContext.streamLimiter.readTimeoutMs).unref();
    await drained;
    clearTimeout(slow);
  }
}

/** Interval of heartbeats. Some proxies close connections that are idle for 30 seconds. */
const HEARTBEAT_SECONDS = 15;

interface HeartbeatStream {
  heartbeat(): void;
  close(): void;
}

/** Shares one heartbeat timer and one shutdown listener among all streams of a server. */
export interface StreamHeartbeat {
  /** @returns a function that removes the stream */
  add(stream: HeartbeatStream): () => void;
}

/** Creates the heartbeat for one server. The timer runs only while streams are open. */
export function createStreamHeartbeat(shutdown: GracefulShutdown): StreamHeartbeat {
  const slots = Array.from({ length: HEARTBEAT_SECONDS }, () => new Set<HeartbeatStream>());
  let currentSlot = 0;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    currentSlot = (currentSlot + 1) % HEARTBEAT_SECONDS;
    for (const stream of slots[currentSlot] ?? []) stream.heartbeat();
    if (slots.some(({ size }) => size)) return;
    clearInterval(timer);
    timer = undefined;
  };
  const closeWithJitter = (stream: HeartbeatStream): void =>
    void setTimeout(() => stream.close(), reconnectJitter().closeDelayMs);
  shutdown.onClose(() => {
    for (const streams of slots) for (const stream of streams) closeWithJitter(stream);
  });
  return {
    add(stream) {
      const streams = slots[currentSlot];
      streams?.add(stream);
      timer ??= setInterval(tick, 1_000).unref();
      if (shutdown.isClosing) closeWithJitter(stream);
      return () => void streams?.delete(stream);
    },
  };
}

/** At shutdown, streams end within this time, and clients reconnect within `MAX_RETRY_MS` after that. */
const CLOSE_SPREAD_MS = 2_000;
const MIN_RETRY_MS = 1_000;
const MAX_RETRY_MS = 8_000;

/** Random delays, so that not all clients reconnect at the same moment. */
export const reconnectJitter = (
  random: () => number = Math.random,
): { readonly closeDelayMs: number; readonly retryMs: number } => ({
  closeDelayMs: Math.round(random() * CLOSE_SPREAD_MS),
  retryMs: MIN_RETRY_MS + Math.round(random() * (MAX_RETRY_MS - MIN_RETRY_MS)),
});

/** Longer than the interval of the job, so that an erasure that is committed late is not missed. */
const LOOKBACK_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/**
 * Creates a job that ends the event streams of contracts that have just been erased, and logs the erasure. The
 * operator's command that erases runs in another process. On SQLite, that process cannot notify this one. The command's
 * output is not collected. After a backup is restored, the log shows which contracts must be erased again.
 */
export function createErasureWatcher({
  store,
  contractEvents,
  log,
  now: clock,
}: Pick<AppContext, 'store' | 'contractEvents' | 'log' | 'now'>): () => Promise<void> {
  const announced = new LRUCache<string, true>({ max: MAX_REMEMBERED });
  return async () => {
    const rows = await store
      .selectFrom('erased_contracts')
      .selectAll()
      .where('erased_at', '>', isoAfter(clock(), -LOOKBACK_MS))
      .execute();
    for (const { contract_id, erased_at } of rows) {
      const key = `${contract_id} ${erased_at}`;
      if (announced.has(key)) continue;
      announced.set(key, true);
      log.info('contract_erased', { contract: contract_id });
      contractEvents.publish(contract_id);
    }
  };
}
