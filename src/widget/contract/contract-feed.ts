import { type ReadonlySignal, signal } from '@preact/signals';
import { type Contract, contractEvents, contract as contractSchema, getContract } from '../../wire/contract-record.ts';
import { readEvents } from '../bff/event-stream.ts';
import { ProblemError } from '../bff/problem-error.ts';
import type { Shopper } from '../shopper.ts';
import { isFinal, isSigned } from './road.ts';

/** The contract as it changes. `line` says how its changes come. */
export interface ContractFeed {
  readonly contract: ReadonlySignal<Contract | undefined>;
  readonly line: ReadonlySignal<'opening' | 'live' | 'polling' | 'lost' | 'gone'>;
  /** Asks at once, whatever the stream is doing. True when there was an answer. */
  refresh(): Promise<boolean>;
  /** Takes a contract that came as the answer to something else. */
  accept(fresh: Contract): void;
  destroy(): void;
}

/** Timings in milliseconds; tests shorten them. */
export interface FeedTimings {
  readonly backoff: number;
  readonly poll: number;
  readonly silence: number;
}
const timings: FeedTimings = { backoff: 1_000, poll: 5_000, silence: 60_000 };
/** So many failed streams in a row, then polling; every so many polls the stream gets another chance. */
const patience = 3;
const secondChance = 12;

/** Follows a contract: by the event stream, by asking again and again when the stream does not hold. */
export function createContractFeed(shopper: Shopper, id: string, { backoff, poll, silence } = timings): ContractFeed {
  const contract = signal<Contract | undefined>(undefined);
  const line = signal<ContractFeed['line']['value']>('opening');
  const end = new AbortController();
  let wake = () => {};

  function accept(fresh: Contract) {
    const held = contract.value;
    // Answers overtake each other; the sequence says which one is news.
    if (held && fresh.seq <= held.seq) return;
    contract.value = fresh;
    shopper.signed.value = isSigned(fresh.status);
    const { reference, status } = fresh;
    if (held?.status !== status) shopper.emit('shopper:status', { contractId: id, reference, status });
    if (isSigned(status) && shopper.memory.read('signed') !== id) {
      shopper.memory.write('signed', id);
      shopper.emit('shopper:signed', { contractId: id, reference });
    }
  }

  async function ask() {
    const client = await shopper.client();
    accept(await client.call(getContract, { params: { id }, signal: end.signal }));
  }

  /** Reads the stream until it ends. True when it brought anything. */
  async function listen(): Promise<boolean> {
    const client = await shopper.client();
    const quiet = new AbortController();
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    let brought = false;
    const heard = () => {
      brought = true;
      line.value = 'live';
      clearTimeout(watchdog);
      watchdog = setTimeout(() => quiet.abort(), silence);
    };
    const stop = AbortSignal.any([end.signal, quiet.signal]);
    try {
      const seq = contract.value?.seq;
      const lastEventId = seq === undefined ? undefined : String(seq);
      const response = await client.open(contractEvents, { params: { id }, lastEventId, signal: stop });
      if (!response.body) return false;
      heard();
      for await (const { data } of readEvents(response.body, heard)) {
        const parsed = contractSchema.safeParse(JSON.parse(data));
        if (parsed.success) accept(parsed.data);
        if (isFinal(contract.value?.status)) break;
      }
    } catch (error) {
      if (error instanceof ProblemError || !brought) throw error;
    } finally {
      clearTimeout(watchdog);
    }
    return brought;
  }

  const rest = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds * (0.75 + Math.random() / 2));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function follow() {
    let failures = 0;
    while (!end.signal.aborted && !isFinal(contract.value?.status)) {
      const polling = failures >= patience && (failures - patience) % secondChance !== secondChance - 1;
      try {
        if (polling || !contract.value) await ask();
        if (polling) {
          line.value = 'polling';
          failures++;
        } else failures = (await listen()) ? 0 : failures + 1;
      } catch (error) {
        if (end.signal.aborted) return;
        failures++;
        if (error instanceof ProblemError && error.problem.status === 404) {
          line.value = 'gone';
          return;
        }
        // A stream that is cut says nothing of the server: asking does.
        if (!contract.value || polling) line.value = 'lost';
      }
      await rest(failures >= patience ? poll : backoff * 2 ** failures);
    }
  }

  const refresh = () =>
    ask().then(
      () => true,
      () => {
        wake();
        return false;
      },
    );

  // After a sleep the stream may be dead without knowing.
  const look = () => {
    if (document.visibilityState !== 'visible' || isFinal(contract.value?.status)) return;
    wake();
    refresh();
  };
  addEventListener('online', look);
  document.addEventListener('visibilitychange', look);
  follow();

  return {
    contract,
    line,
    refresh,
    accept,
    destroy() {
      end.abort();
      wake();
      removeEventListener('online', look);
      document.removeEventListener('visibilitychange', look);
    },
  };
}
