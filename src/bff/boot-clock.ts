import { uptime } from 'node:os';

/** Smaller differences come from gradual adjustments of the wall clock, or from the resolution of the uptime. */
const MAX_DRIFT_MS = 1_000;

interface BootClockSources {
  /** The machine's clock, in milliseconds. */
  readonly wall: () => number;
  /** Milliseconds of a monotonic clock that stops while the machine is suspended. */
  readonly monotonic: () => number;
  /** Seconds since the machine started, including the time for which it was suspended. */
  readonly uptime: () => number;
}

const MACHINE: BootClockSources = { wall: () => Date.now(), monotonic: () => performance.now(), uptime };

/**
 * Creates a clock in milliseconds that is unaffected by changes of the machine's clock and includes the time for which
 * the machine was suspended. `performance.now()` stops during a suspension (Linux: `CLOCK_MONOTONIC`), but the uptime
 * does not (`CLOCK_BOOTTIME`). The uptime is coarser and slower to read, so it is read only when the machine's clock
 * has jumped, because that clock was changed or the machine was suspended.
 *
 * @example const now = createBootClock(); const startedAt = now(); now() - startedAt
 */
export function createBootClock({ wall, monotonic, uptime: readUptime }: BootClockSources = MACHINE): () => number {
  let suspendedMs = 0;
  let bootOffset = readUptime() * 1000 - monotonic();
  let wallOffset = wall() - monotonic();
  return () => {
    const time = monotonic();
    const offset = wall() - time;
    if (Math.abs(offset - wallOffset) > MAX_DRIFT_MS) {
      wallOffset = offset;
      const measured = readUptime() * 1000 - time;
      if (measured - bootOffset > MAX_DRIFT_MS) {
        suspendedMs += measured - bootOffset;
        bootOffset = measured;
      }
    }
    return time + suspendedMs;
  };
}

export const bootClock = createBootClock();
