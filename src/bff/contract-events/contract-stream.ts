import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { reconnectJitter } from '../bootstrap/graceful-shutdown.ts';
import { contractFromRow } from '../contracts/contract-from-row.ts';
import { requireContract } from '../contracts/require-contract.ts';
import type { EventStream } from '../http/event-stream.ts';
import { describeError } from '../log.ts';

/** A stream ends by itself and the widget comes back: no connection lives for ever. */
const MAX_STREAM_MS = 30 * 60_000;

/**
 * Tells one stream how a contract stands: at once, unless the reader knows it, and with each change. A class without timers,
 * promises or closures of its own while nothing happens: there are thousands.
 */
export class ContractStream {
  readonly #deps: AppContext;
  readonly #stream: EventStream;
  readonly #caller: Caller;
  readonly #id: string;
  readonly #deadline = performance.now() + MAX_STREAM_MS;
  /** The last `seq` the reader knows. */
  #lastSeq: number;
  #hasChanged = false;
  #isClosing = false;
  #isFlushing = false;

  constructor(appContext: AppContext, stream: EventStream, caller: Caller, id: string, sent: number) {
    this.#deps = appContext;
    this.#stream = stream;
    this.#caller = caller;
    this.#id = id;
    this.#lastSeq = sent;
  }

  /** The contract may have changed. */
  changed(): void {
    this.#hasChanged = true;
    this.#flush();
  }

  /** A proxy closes a silent connection: something is said now and then. */
  heartbeat(): void {
    if (performance.now() > this.#deadline) this.#stream.end();
    else if (!this.#isFlushing) this.#flush(': still here\n\n');
  }

  /** Tells the reader when to come back, and ends. */
  close(): void {
    this.#isClosing = true;
    this.#flush();
  }

  #flush(first?: string): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#writePending(first)
      .catch((error: unknown) => {
        this.#deps.log.warn('sse_stream_failed', { contract: this.#id, error: describeError(error) });
        this.#stream.end();
      })
      .finally(() => {
        this.#isFlushing = false;
        // What came in after the last look.
        if ((this.#hasChanged || this.#isClosing) && !this.#stream.isClosed) this.#flush();
      });
  }

  async #writePending(first: string | undefined): Promise<void> {
    if (first) await this.#write(first);
    while (this.#hasChanged && !this.#stream.isClosed && !this.#isClosing) {
      this.#hasChanged = false;
      const contract = await contractFromRow(
        this.#deps.store,
        await requireContract(this.#deps, this.#caller, this.#id),
      );
      // An id we never gave is no reason to keep silent.
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
      this.#deps.log.warn('sse_client_too_slow', { contract: this.#id, site: this.#caller.site.key });
      this.#stream.destroy();
    }, this.#deps.streamLimiter.readTimeoutMs).unref();
    await drained;
    clearTimeout(slow);
  }
}
