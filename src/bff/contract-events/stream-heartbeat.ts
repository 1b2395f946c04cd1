import { type GracefulShutdown, reconnectJitter } from '../bootstrap/graceful-shutdown.ts';
import type { ContractStream } from './contract-stream.ts';

/** A proxy closes a silent connection after half a minute or so: each stream says something once in so many seconds. */
const HEARTBEAT_SECONDS = 15;

/** All open streams of one server, with what they share: one timer, which comes to each of them in its second, and one ear for the server's leaving. */
export interface StreamHeartbeat {
  /** @returns takes it out again */
  add(stream: ContractStream): () => void;
}

export function createStreamHeartbeat(shutdown: GracefulShutdown): StreamHeartbeat {
  const slots = Array.from({ length: HEARTBEAT_SECONDS }, () => new Set<ContractStream>());
  let currentSlot = 0;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    currentSlot = (currentSlot + 1) % HEARTBEAT_SECONDS;
    for (const stream of slots[currentSlot] ?? []) stream.heartbeat();
    if (slots.some(({ size }) => size)) return;
    clearInterval(timer);
    timer = undefined;
  };
  const closeWithJitter = (stream: ContractStream): void =>
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
