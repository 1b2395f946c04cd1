import type { Deps } from '../deps.ts';
import { farewell } from '../drain.ts';
import type { EventStream } from '../http/event-stream.ts';
import { describeError } from '../log.ts';
import type { Caller } from '../sites/authenticate.ts';
import { contractFromRow } from './contract-from-row.ts';
import { ownedContract } from './owned-contract.ts';

/** A stream ends by itself and the widget comes back: no connection lives for ever. */
const longestStreamMilliseconds = 30 * 60_000;

/**
 * Tells one stream how a contract stands: at once, unless the reader knows it, and with each change. A class without timers,
 * promises or closures of its own while nothing happens: there are thousands.
 */
export class ContractStream {
  readonly #deps: Deps;
  readonly #stream: EventStream;
  readonly #caller: Caller;
  readonly #id: string;
  readonly #until = performance.now() + longestStreamMilliseconds;
  /** The last `seq` the reader knows. */
  #sent: number;
  #changed = false;
  #leaving = false;
  #isWriting = false;

  constructor(deps: Deps, stream: EventStream, caller: Caller, id: string, sent: number) {
    this.#deps = deps;
    this.#stream = stream;
    this.#caller = caller;
    this.#id = id;
    this.#sent = sent;
  }

  /** The contract may have changed. */
  changed(): void {
    this.#changed = true;
    this.#work();
  }

  /** A proxy closes a silent connection: something is said now and then. */
  beat(): void {
    if (performance.now() > this.#until) this.#stream.end();
    else if (!this.#isWriting) this.#work(': still here\n\n');
  }

  /** Tells the reader when to come back, and ends. */
  leave(): void {
    this.#leaving = true;
    this.#work();
  }

  #work(first?: string): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#writeAll(first)
      .catch((error: unknown) => {
        this.#deps.log.warn('stream_broken', { contract: this.#id, error: describeError(error) });
        this.#stream.end();
      })
      .finally(() => {
        this.#isWriting = false;
        // What came in after the last look.
        if ((this.#changed || this.#leaving) && !this.#stream.isOver) this.#work();
      });
  }

  async #writeAll(first: string | undefined): Promise<void> {
    if (first) await this.#write(first);
    while (this.#changed && !this.#stream.isOver && !this.#leaving) {
      this.#changed = false;
      const contract = await contractFromRow(this.#deps.store, await ownedContract(this.#deps, this.#caller, this.#id));
      // An id we never gave is no reason to keep silent.
      if (contract.seq === this.#sent) continue;
      this.#sent = contract.seq;
      await this.#write(`event: contract\nid: ${contract.seq}\ndata: ${JSON.stringify(contract)}\n\n`);
    }
    if (!this.#leaving) return;
    await this.#write(`retry: ${farewell().retry}\n\n`);
    this.#stream.end();
  }

  async #write(text: string): Promise<void> {
    const taken = this.#stream.write(text);
    if (!taken) return;
    const slow = setTimeout(() => {
      this.#deps.log.warn('stream_reader_too_slow', { contract: this.#id, site: this.#caller.site.key });
      this.#stream.drop();
    }, this.#deps.streams.slowestReadMilliseconds).unref();
    await taken;
    clearTimeout(slow);
  }
}
