/** Milliseconds over which failures are counted, and for which nothing is sent once there were too many. */
const WINDOW_MS = 20_000;
const OPEN_MS = 5_000;
/** So few calls say nothing. */
const MIN_CALLS = 10;

/** Stops asking an upstream that does not answer: it can recover, and nobody waits for what will not come. */
export interface CircuitBreaker {
  /** Milliseconds until it may be asked again; 0 when it may be now. Whoever is let through must say how it went. */
  msUntilClosed(): number;
  recordSuccess(): void;
  recordFailure(): void;
}

/**
 * Opens when at least ten calls were made in twenty seconds and half of them failed. After five seconds one call is let through:
 * if it succeeds, all are.
 *
 * @param now in milliseconds, never backwards
 */
export const createCircuitBreaker = (now: () => number = () => performance.now()): CircuitBreaker => {
  let windowStart = now();
  let calls = 0;
  let failures = 0;
  let openUntil: number | undefined;

  const resetWindow = (): void => {
    windowStart = now();
    calls = 0;
    failures = 0;
  };
  const record = (isFailure: boolean): void => {
    if (now() - windowStart > WINDOW_MS) resetWindow();
    calls++;
    if (isFailure) failures++;
    if (calls >= MIN_CALLS && failures * 2 >= calls) open();
  };
  const open = (): void => {
    openUntil = now() + OPEN_MS;
    resetWindow();
  };

  return {
    msUntilClosed() {
      if (openUntil === undefined) return 0;
      const remainingMs = openUntil - now();
      if (remainingMs > 0) return remainingMs;
      // One goes ahead, for whom the others wait; should it never say how it went, another goes after it.
      openUntil = now() + OPEN_MS;
      return 0;
    },
    recordSuccess() {
      openUntil = undefined;
      record(false);
    },
    recordFailure() {
      if (openUntil === undefined) record(true);
      else open();
    },
  };
};
