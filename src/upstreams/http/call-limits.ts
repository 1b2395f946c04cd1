import { AsyncLocalStorage } from 'node:async_hooks';

const WINDOW_MS = 60_000;

/** The share of the ceiling that deferrable calls may use. The rest is kept for contracts and signing. */
const DEFERRABLE_SHARE = 0.8;

/** Limits the calls of one partner, so that no visitor can exhaust the rate that the upstream grants the partner. */
export interface CallCeiling {
  /**
   * Admits a call, and counts it.
   *
   * @param isDeferrable whether the call may be denied earlier, because no contract depends on it
   * @returns 0, or the milliseconds to wait before the call may be sent
   */
  admit(isDeferrable: boolean): number;
}

/**
 * Creates a ceiling with a fixed window of one minute.
 *
 * @param maxCallsPerMinute the ceiling for all APIs combined
 * @param now a monotonic clock in milliseconds
 * @example const ceiling = createCallCeiling(6_000); ceiling.admit(true) // 0
 */
export function createCallCeiling(maxCallsPerMinute: number, now: () => number = () => performance.now()): CallCeiling {
  let windowStart = now();
  let calls = 0;
  return {
    admit(isDeferrable) {
      if (now() - windowStart >= WINDOW_MS) {
        windowStart = now();
        calls = 0;
      }
      if (calls >= (isDeferrable ? DEFERRABLE_SHARE : 1) * maxCallsPerMinute) return windowStart + WINDOW_MS - now();
      calls++;
      return 0;
    },
  };
}

const RETRIES_PER_CALL = 0.1;
const MAX_RETRIES = 10;

/** Limits retries, so that a failing upstream does not receive twice the load. */
export interface RetryBudget {
  /** Records a call, which adds a tenth of a retry to the budget. */
  deposit(): void;
  /**
   * Takes a retry from the budget.
   *
   * @returns false if none is left
   */
  tryWithdraw(): boolean;
}

/** Creates a budget of one retry per ten calls, and at most ten retries in a row. A new client starts with a few. */
export function createRetryBudget(): RetryBudget {
  let retries = MAX_RETRIES / 2;
  return {
    deposit() {
      retries = Math.min(MAX_RETRIES, retries + RETRIES_PER_CALL);
    },
    tryWithdraw() {
      if (retries < 1) return false;
      retries -= 1;
      return true;
    },
  };
}

const deadlineStorage = new AsyncLocalStorage<number>();

/**
 * Gives all upstream calls in `work`, except file transfers, a common deadline, which limits how long a person waits.
 *
 * @param timeoutMs from now
 * @example await withDeadline(25_000, () => createContract(…))
 */
export const withDeadline = <T>(timeoutMs: number, work: () => T): T =>
  deadlineStorage.run(performance.now() + timeoutMs, work);

/** Milliseconds until the current deadline; Infinity without one. */
export const remainingDeadlineMs = (): number =>
  (deadlineStorage.getStore() ?? Number.POSITIVE_INFINITY) - performance.now();
