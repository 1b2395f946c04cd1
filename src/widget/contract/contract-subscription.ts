import { type ReadonlySignal, signal } from '@preact/signals';
import { type Contract, contractEvents, contract as contractSchema, getContract } from '../../wire/contract.ts';
import { readEvents } from '../api/event-stream.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { WidgetContext } from '../widget-context.ts';
import { isFinal, isSigned } from './contract-status.ts';

/** The contract as it changes. `line` says how its changes come. */
export interface ContractSubscription {
  readonly contract: ReadonlySignal<Contract | undefined>;
  readonly connection: ReadonlySignal<'opening' | 'live' | 'polling' | 'lost' | 'gone'>;
  /** Asks at once, whatever the stream is doing. True when there was an answer. */
  refresh(): Promise<boolean>;
  /** Takes a contract that came as the answer to something else. */
  apply(update: Contract): void;
  destroy(): void;
}

/** Timings in milliseconds; tests shorten them. */
export interface SubscriptionTimings {
  readonly backoffMs: number;
  readonly pollIntervalMs: number;
  readonly silenceTimeoutMs: number;
}
const DEFAULT_TIMINGS: SubscriptionTimings = { backoffMs: 1_000, pollIntervalMs: 5_000, silenceTimeoutMs: 60_000 };
/** So many failed streams in a row, then polling; every so many polls the stream gets another chance. */
const MAX_STREAM_FAILURES = 3;
const STREAM_RETRY_EVERY = 12;

/** Follows a contract: by the event stream, by asking again and again when the stream does not hold. */
export function createContractSubscription(
  context: WidgetContext,
  id: string,
  { backoffMs, pollIntervalMs, silenceTimeoutMs } = DEFAULT_TIMINGS,
): ContractSubscription {
  const contract = signal<Contract | undefined>(undefined);
  const connection = signal<ContractSubscription['connection']['value']>('opening');
  const lifetime = new AbortController();
  let interrupt = () => {};

  function apply(update: Contract) {
    const current = contract.value;
    // Answers overtake each other; the sequence says which one is news.
    if (current && update.seq <= current.seq) return;
    contract.value = update;
    context.signed.value = isSigned(update.status);
    const { reference, status } = update;
    if (current?.status !== status) context.emit('shopper:status', { contractId: id, reference, status });
    if (isSigned(status) && context.sessionStore.read('signed') !== id) {
      context.sessionStore.write('signed', id);
      context.emit('shopper:signed', { contractId: id, reference });
    }
  }

  async function fetchContract() {
    const client = await context.loadApiClient();
    apply(await client.call(getContract, { params: { id }, signal: lifetime.signal }));
  }

  /** Reads the stream until it ends. True when it brought anything. */
  async function readStream(): Promise<boolean> {
    const client = await context.loadApiClient();
    const silenceAbort = new AbortController();
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    let hasReceived = false;
    const onActivity = () => {
      hasReceived = true;
      connection.value = 'live';
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silenceAbort.abort(), silenceTimeoutMs);
    };
    const signal = AbortSignal.any([lifetime.signal, silenceAbort.signal]);
    try {
      const seq = contract.value?.seq;
      const lastEventId = seq === undefined ? undefined : String(seq);
      const response = await client.open(contractEvents, { params: { id }, lastEventId, signal });
      if (!response.body) return false;
      onActivity();
      for await (const { data } of readEvents(response.body, onActivity)) {
        const parsed = contractSchema.safeParse(JSON.parse(data));
        if (parsed.success) apply(parsed.data);
        if (isFinal(contract.value?.status)) break;
      }
    } catch (error) {
      if (error instanceof ProblemError || !hasReceived) throw error;
    } finally {
      clearTimeout(watchdog);
    }
    return hasReceived;
  }

  const sleep = (delayMs: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs * (0.75 + Math.random() / 2));
      interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function run() {
    let failures = 0;
    while (!lifetime.signal.aborted && !isFinal(contract.value?.status)) {
      const isPolling =
        failures >= MAX_STREAM_FAILURES &&
        (failures - MAX_STREAM_FAILURES) % STREAM_RETRY_EVERY !== STREAM_RETRY_EVERY - 1;
      try {
        if (isPolling || !contract.value) await fetchContract();
        if (isPolling) {
          connection.value = 'polling';
          failures++;
        } else failures = (await readStream()) ? 0 : failures + 1;
      } catch (error) {
        if (lifetime.signal.aborted) return;
        failures++;
        if (error instanceof ProblemError && error.problem.status === 404) {
          connection.value = 'gone';
          return;
        }
        // A stream that is cut says nothing of the server: asking does.
        if (!contract.value || isPolling) connection.value = 'lost';
      }
      await sleep(failures >= MAX_STREAM_FAILURES ? pollIntervalMs : backoffMs * 2 ** failures);
    }
  }

  const refresh = () =>
    fetchContract().then(
      () => true,
      () => {
        interrupt();
        return false;
      },
    );

  // After a sleep the stream may be dead without knowing.
  const onVisible = () => {
    if (document.visibilityState !== 'visible' || isFinal(contract.value?.status)) return;
    interrupt();
    refresh();
  };
  addEventListener('online', onVisible);
  document.addEventListener('visibilitychange', onVisible);
  run();

  return {
    contract,
    connection,
    refresh,
    apply,
    destroy() {
      lifetime.abort();
      interrupt();
      removeEventListener('online', onVisible);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}
