import type { GracefulShutdown } from '../http/server.ts';

/** Interval of heartbeats. Some proxies close connections that are idle for 30 seconds. */
const HEARTBEAT_SECONDS = 15;

/** The methods of a stream that the heartbeat and the shutdown call. */
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
