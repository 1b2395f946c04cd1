import { bootClock } from './boot-clock.ts';
import type { Log } from './log.ts';

/** Smaller differences come from a clock that is being adjusted gradually. They are followed immediately. */
const MAX_ADJUSTMENT_MS = 2_000;

export interface ClockSources {
  /** The clock that is followed, in milliseconds since the epoch. */
  readonly wall: () => number;
  /** Milliseconds, unaffected by changes of the machine's clock, including the time for which it was suspended. */
  readonly monotonic: () => number;
}

const MACHINE: ClockSources = { wall: () => Date.now(), monotonic: bootClock };

/**
 * Creates a clock that follows another clock, by default the machine's, but ignores a jump until it has lasted for
 * `settleMs`. A clock that is wrong for some seconds can therefore not expire prices, leases or webhooks, and leaves no
 * wrong times in the store.
 *
 * @param settleMs 0 follows every jump
 * @example const now = createSteadyClock(60_000, log); now() // the current time
 */
export function createSteadyClock(settleMs: number, log: Log, sources: ClockSources = MACHINE): () => Date {
  let offset = sources.wall() - sources.monotonic();
  let jump: { readonly offset: number; readonly since: number } | undefined;
  return () => {
    const monotonic = sources.monotonic();
    const current = sources.wall() - monotonic;
    if (Math.abs(current - offset) <= MAX_ADJUSTMENT_MS) {
      offset = current;
      jump = undefined;
    } else {
      if (!jump || Math.abs(current - jump.offset) > MAX_ADJUSTMENT_MS) jump = { offset: current, since: monotonic };
      if (monotonic - jump.since >= settleMs) {
        log.warn('clock_jumped', { durationMs: Math.round(current - offset) });
        offset = current;
        jump = undefined;
      }
    }
    return new Date(monotonic + offset);
  };
}
