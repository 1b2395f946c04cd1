import { AsyncLocalStorage } from 'node:async_hooks';

const ends = new AsyncLocalStorage<number>();

/**
 * Gives everything that `work` asks upstream one deadline together, however many calls it takes: what a person waits for.
 *
 * @param milliseconds from now
 * @example await withinDeadline(25_000, () => createContract(…))
 */
export const withinDeadline = <T>(milliseconds: number, work: () => T): T =>
  ends.run(performance.now() + milliseconds, work);

/** Milliseconds left of the deadline we are within; Infinity where there is none. */
export const millisecondsLeft = (): number => (ends.getStore() ?? Number.POSITIVE_INFINITY) - performance.now();
