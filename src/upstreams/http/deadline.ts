import { AsyncLocalStorage } from 'node:async_hooks';

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
