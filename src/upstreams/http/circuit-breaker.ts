/** The window in which failures are counted, and how long the breaker stays open. */
const WINDOW_MS = 20_000;
const OPEN_MS = 5_000;
/** With fewer calls, the failure rate is not significant. */
const MIN_CALLS = 10;

/** Stops calls to a failing upstream, so that it can recover and customers do not wait for timeouts. */
export interface CircuitBreaker {
  /**
   * Milliseconds until the breaker lets a call through; 0 if a call may be sent now. A caller that receives 0 must
   * report the outcome of its call.
   */
  msUntilClosed(): number;
  recordSuccess(): void;
  recordFailure(): void;
}

/**
 * Creates a circuit breaker that opens when at least ten calls were made within twenty seconds and half of them
 * failed. After five seconds it lets one trial call through, which closes or reopens it.
 *
 * @param now a monotonic clock in milliseconds
 */
export function createCircuitBreaker(now: () => number = () => performance.now()): CircuitBreaker {
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
      // This caller makes the trial call. If it never reports the outcome, another trial follows later.
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
}
