import { type Drain, farewell } from '../drain.ts';
import type { ContractStream } from './contract-stream.ts';

/** A proxy closes a silent connection after half a minute or so: each stream says something once in so many seconds. */
const beatSeconds = 15;

/** All open streams of one server, with what they share: one timer, which comes to each of them in its second, and one ear for the server's leaving. */
export interface OpenContractStreams {
  /** @returns takes it out again */
  add(stream: ContractStream): () => void;
}

export const createOpenContractStreams = (drain: Drain): OpenContractStreams => {
  const bySecond = Array.from({ length: beatSeconds }, () => new Set<ContractStream>());
  let second = 0;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    second = (second + 1) % beatSeconds;
    for (const stream of bySecond[second] ?? []) stream.beat();
    if (bySecond.some(({ size }) => size)) return;
    clearInterval(timer);
    timer = undefined;
  };
  const leave = (stream: ContractStream): void => void setTimeout(() => stream.leave(), farewell().after);
  drain.onEnd(() => {
    for (const streams of bySecond) for (const stream of streams) leave(stream);
  });
  return {
    add(stream) {
      const streams = bySecond[second];
      streams?.add(stream);
      timer ??= setInterval(tick, 1_000).unref();
      if (drain.isEnding) leave(stream);
      return () => void streams?.delete(stream);
    },
  };
};
