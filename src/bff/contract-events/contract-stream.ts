import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { readContract } from '../contracts/contract-from-row.ts';
import type { EventStream } from '../http/event-stream.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { reconnectJitter } from './stream-heartbeat.ts';

type StreamContext = Pick<AppContext, 'endedSessions' | 'log' | 'partners' | 'store' | 'streamLimiter'>;

/** A stream ends after this time. The widget then reconnects. */
const MAX_STREAM_MS = 30 * 60_000;

/**
 * Sends the contract to one event stream: immediately, unless the client already has this version, and after each
 * change. This is a class without timers, promises or closures per idle stream, because thousands of streams are open.
 */
export class ContractStream {
  readonly #appContext: StreamContext;
  readonly #stream: EventStream;
  readonly #caller: Caller;
  readonly #id: string;
  readonly #deadline = performance.now() + MAX_STREAM_MS;
  /** The last `seq` that the client has received. */
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

  /** Call this when the contract may have changed. */
  changed(): void {
    this.#hasChanged = true;
    this.#flush();
  }

  /**
   * Sends a comment, because proxies close idle connections. Ends the stream if it has reached its maximum duration.
   */
  heartbeat(): void {
    if (performance.now() > this.#deadline || this.#hasLostAccess()) this.#stream.end();
    else if (!this.#isFlushing) this.#flush(': heartbeat\n\n');
  }

  /** Whether the session has ended, or its site has been removed. */
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
      // Compared for equality only: a `Last-Event-ID` that we never sent must not suppress events.
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
