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
 * @param maxCallsPerMinute of all APIs together
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
