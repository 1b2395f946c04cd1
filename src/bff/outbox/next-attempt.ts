const minute = 60_000;
const hour = 60 * minute;

/** Waits between attempts, in milliseconds, as Standard Webhooks recommends. */
const waits = [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour];
/** For how long it is tried. The last attempt is made at its end, so that whoever is back by then is told. */
export const triedFor = 72 * hour;
const jitter = 0.2;

/**
 * When to try again after a failure, undefined when it was the last. Up to a fifth sooner or later than planned, so that what
 * failed together is not tried together; never before the receiver's own `Retry-After`, unless that is past the end.
 *
 * @param attempts made so far
 * @param retryAfter in seconds
 */
export const nextAttempt = (
  begun: Date,
  now: Date,
  attempts: number,
  retryAfter = 0,
  random: () => number = Math.random,
): Date | undefined => {
  const end = begun.getTime() + triedFor;
  if (now.getTime() >= end) return undefined;
  const planned = (waits[attempts - 1] ?? waits.at(-1) ?? hour) * (1 - jitter + 2 * jitter * random());
  return new Date(Math.min(end, now.getTime() + Math.max(planned, retryAfter * 1000)));
};
