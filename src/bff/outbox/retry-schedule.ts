const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Delays between attempts, as Standard Webhooks recommends. */
const RETRY_DELAYS_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
];
/** How long a delivery is retried. The last attempt is made at the end of this time. */
export const RETRY_WINDOW_MS = 72 * HOUR_MS;
const JITTER = 0.2;

/**
 * When to retry after a failed attempt; undefined after the last one. Delays vary randomly by up to a fifth, so that
 * deliveries that failed together are not retried together. The receiver's `Retry-After` is respected within the retry
 * window.
 *
 * @param attempts number of attempts made so far
 * @param retryAfter in seconds
 */
export function nextAttempt(
  firstAttemptAt: Date,
  now: Date,
  attempts: number,
  retryAfter = 0,
  random: () => number = Math.random,
): Date | undefined {
  // The first attempt may have been made while the clock was ahead.
  const end = Math.min(firstAttemptAt.getTime(), now.getTime()) + RETRY_WINDOW_MS;
  if (now.getTime() >= end) return undefined;
  const plannedDelayMs =
    (RETRY_DELAYS_MS[attempts - 1] ?? RETRY_DELAYS_MS.at(-1) ?? HOUR_MS) * (1 - JITTER + 2 * JITTER * random());
  return new Date(Math.min(end, now.getTime() + Math.max(plannedDelayMs, retryAfter * 1000)));
}
