import { type ReadonlySignal, signal } from '@preact/signals';
import { type Contract, contractEvents, contract as contractSchema, getContract } from '../../wire/contract.ts';
import { isRetryable, isSettled, isSigned } from '../../wire/contract-status.ts';
import { ProblemError } from '../api/errors.ts';
import { readEvents } from '../api/event-stream.ts';
import { createPoller } from '../poller.ts';
import type { WidgetContext } from '../widget-context.ts';

export interface ContractSubscription {
  /** The latest version of the contract. Undefined until the first response. */
  readonly contract: ReadonlySignal<Contract | undefined>;
  /**
   * How updates arrive. `lost`: the server is unreachable. `gone`: the contract does not exist or this session has no
   * access to it.
   */
  readonly connection: ReadonlySignal<'opening' | 'live' | 'polling' | 'lost' | 'gone'>;
  /** Fetches the contract now, in addition to the stream. Resolves to whether the request succeeded. */
  refresh(): Promise<boolean>;
  /** Applies a contract from the response to another request. */
  apply(update: Contract): void;
  destroy(): void;
}

/** Delays and timeouts, which tests shorten. */
interface SubscriptionTimings {
  readonly backoffMs: number;
  readonly pollIntervalMs: number;
  readonly silenceTimeoutMs: number;
}
const DEFAULT_TIMINGS: SubscriptionTimings = { backoffMs: 1_000, pollIntervalMs: 5_000, silenceTimeoutMs: 60_000 };
/** After this many consecutive failed streams, the contract is polled. */
const MAX_STREAM_FAILURES = 3;
/** While the contract is polled, every twelfth attempt tries the stream instead. */
const STREAM_RETRY_EVERY = 12;

/**
 * Subscribes to a contract through the event stream, or by polling while the stream fails. The subscription ends when
 * the status is final.
 */
export function createContractSubscription(
  context: WidgetContext,
  id: string,
  timings = DEFAULT_TIMINGS,
): ContractSubscription {
  const contract = signal<Contract | undefined>(undefined);
  const lifetime = new AbortController();
  const isDone = () => lifetime.signal.aborted || (contract.value !== undefined && isSettled(contract.value.status));

  function apply(update: Contract): void {
    const previous = contract.value;
    // Responses may arrive out of order.
    if (previous && update.seq <= previous.seq) return;
    contract.value = update;
    reportStatus(context, update, previous);
  }

  async function fetchContract(): Promise<void> {
    const client = await context.loadApiClient();
    apply(await client.call(getContract, { params: { id }, signal: lifetime.signal }));
  }

  const { connection, poller } = createReceiver({
    timings,
    isDone,
    hasContract: () => contract.value !== undefined,
    fetchContract,
    readStream: (onActivity) =>
      readContractStream(context, {
        id,
        lastSeq: contract.value?.seq,
        silenceTimeoutMs: timings.silenceTimeoutMs,
        signal: lifetime.signal,
        onActivity,
        onUpdate: apply,
      }),
  });

  async function refresh(): Promise<boolean> {
    try {
      await fetchContract();
      return true;
    } catch {
      poller.wake();
      return false;
    }
  }

  // While the device was asleep, the stream may have died without an error.
  const onVisible = () => {
    if (document.visibilityState !== 'visible' || isDone()) return;
    poller.wake();
    refresh();
  };
  addEventListener('online', onVisible);
  document.addEventListener('visibilitychange', onVisible);
  poller.start();

  return {
    contract,
    connection,
    refresh,
    apply,
    destroy() {
      lifetime.abort();
      poller.stop();
      removeEventListener('online', onVisible);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}

interface ReceiverOptions {
  readonly timings: SubscriptionTimings;
  readonly isDone: () => boolean;
  readonly hasContract: () => boolean;
  readonly fetchContract: () => Promise<void>;
  /** Reads until the stream ends. Resolves to true if any bytes were received. */
  readonly readStream: (onActivity: () => void) => Promise<boolean>;
}

function createReceiver({ timings, isDone, hasContract, fetchContract, readStream }: ReceiverOptions) {
  const { backoffMs, pollIntervalMs } = timings;
  const connection = signal<ContractSubscription['connection']['value']>('opening');
  const onActivity = () => {
    connection.value = 'live';
  };
  /** Consecutive failed attempts. An attempt to poll counts even if it succeeds. */
  let failures = 0;

  const poller = createPoller({
    async task() {
      if (isDone()) return false;
      const isPolling = isPollingTurn(failures);
      try {
        if (isPolling || !hasContract()) await fetchContract();
        if (isPolling) {
          connection.value = 'polling';
          failures++;
        } else failures = (await readStream(onActivity)) ? 0 : failures + 1;
      } catch (error) {
        failures++;
        if (isDone()) return false;
        if (error instanceof ProblemError && error.problem.status === 404) {
          connection.value = 'gone';
          return false;
        }
        // A broken stream does not mean that the server is unreachable. A failed request does.
        if (!hasContract() || isPolling) connection.value = 'lost';
      }
      return !isDone();
    },
    delayMs: () =>
      (failures >= MAX_STREAM_FAILURES ? pollIntervalMs : backoffMs * 2 ** failures) * (0.75 + Math.random() / 2),
  });
  return { connection, poller };
}

const isPollingTurn = (failures: number): boolean =>
  failures >= MAX_STREAM_FAILURES && (failures - MAX_STREAM_FAILURES) % STREAM_RETRY_EVERY !== STREAM_RETRY_EVERY - 1;

/** Emits `shopper:status` for a new status, and `shopper:signed` once per contract and tab. */
function reportStatus(context: WidgetContext, contract: Contract, previous: Contract | undefined) {
  const { id, reference, status } = contract;
  context.sessionStore.write('reference', reference);
  context.signed.value = isSigned(contract) && !isRetryable(status);
  if (previous?.status !== status) context.emit('shopper:status', { contractId: id, reference, status });
  if (isSigned(contract) && context.sessionStore.read('signed') !== id) {
    context.sessionStore.write('signed', id);
    context.emit('shopper:signed', { contractId: id, reference });
  }
}

interface StreamOptions {
  readonly id: string;
  /** Sequence number of the last update received. The stream resumes after this update. */
  readonly lastSeq: number | undefined;
  /** A stream that delivers no bytes (not even heartbeats) for this long is considered dead. */
  readonly silenceTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly onActivity: () => void;
  readonly onUpdate: (contract: Contract) => void;
}

/**
 * Reads the contract's event stream until it ends or goes silent, or until the contract reaches a final status.
 *
 * @returns whether any bytes were received
 * @throws ProblemError when the server rejects the request
 * @throws Error when the connection fails before any bytes were received
 */
async function readContractStream(
  context: WidgetContext,
  { id, lastSeq, silenceTimeoutMs, signal, onActivity, onUpdate }: StreamOptions,
): Promise<boolean> {
  const client = await context.loadApiClient();
  const silence = new AbortController();
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let hasReceived = false;
  const onBytes = () => {
    hasReceived = true;
    onActivity();
    clearTimeout(watchdog);
    watchdog = setTimeout(() => silence.abort(), silenceTimeoutMs);
  };
  try {
    const response = await client.open(contractEvents, {
      params: { id },
      lastEventId: lastSeq === undefined ? undefined : String(lastSeq),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.body) return false;
    onBytes();
    for await (const { data } of readEvents(response.body, onBytes)) {
      const parsed = contractSchema.safeParse(JSON.parse(data));
      if (!parsed.success) continue;
      onUpdate(parsed.data);
      if (isSettled(parsed.data.status)) break;
    }
  } catch (error) {
    if (error instanceof ProblemError || !hasReceived) throw error;
  } finally {
    clearTimeout(watchdog);
  }
  return hasReceived;
}
