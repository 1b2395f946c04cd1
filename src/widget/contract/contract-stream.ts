import { type Contract, contractEvents, contract as contractSchema } from '../../wire/contract.ts';
import { isSettled } from '../../wire/contract-status.ts';
import { readEvents } from '../api/event-stream.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { WidgetContext } from '../widget-context.ts';

interface StreamOptions {
  readonly id: string;
  /** Sequence number of the last update received. The stream resumes after it. */
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
 * @returns whether anything was received
 * @throws ProblemError when the server rejects the request
 * @throws Error when the connection fails before anything was received
 */
export async function readContractStream(
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
