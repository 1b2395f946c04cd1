import { setTimeout as wait } from 'node:timers/promises';

/**
 * Polls until the condition holds.
 *
 * @throws Error after `timeoutMs`; the message contains the description
 */
export async function waitUntil<T>(
  attempt: () => Promise<T> | T,
  predicate: (value: T) => boolean,
  description: string,
  timeoutMs = 12_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await attempt();
    if (predicate(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`timed out while waiting for ${description}: ${JSON.stringify(value)?.slice(0, 300)}`);
    await wait(25);
  }
}
