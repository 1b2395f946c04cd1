const MIN_DELAY_MS = 2 * 60_000;
const MAX_DELAY_MS = 6 * 60 * 60_000;

/**
 * When to ask the upstream about a contract that says nothing: soon after something happened, then ever more rarely, each
 * time waiting half as long as it has been quiet. Milliseconds from now.
 */
export const nextPollDelayMs = (sinceUpdateMs: number): number =>
  Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, sinceUpdateMs / 2));
