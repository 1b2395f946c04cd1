import { AsyncLocalStorage } from 'node:async_hooks';

const deadlineStorage = new AsyncLocalStorage<number>();

/**
 * Gives everything that `work` asks upstream one deadline together, however many calls it takes: what a person waits for.
 *
 * @param timeoutMs from now
 * @example await withinDeadline(25_000, () => createContract(…))
 */
export const withDeadline = <T>(timeoutMs: number, work: () => T): T =>
  deadlineStorage.run(performance.now() + timeoutMs, work);

/** Milliseconds left of the deadline we are within; Infinity where there is none. */
export const remainingDeadlineMs = (): number =>
  (deadlineStorage.getStore() ?? Number.POSITIVE_INFINITY) - performance.now();
