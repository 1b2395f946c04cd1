import { ProblemError } from '../http/problem.ts';

/** How long the first of a group waits for others, in milliseconds; how many a group takes, and how many may wait in all. */
const BATCH_WINDOW_MS = 2;
const MAX_GROUP_SIZE = 500;
const MAX_QUEUE_LENGTH = 10_000;

/**
 * Does one piece of work for many at once: what arrives while the last group is being written, or within two milliseconds, is
 * written together, and each is told when its group is on disk. A disk that takes 10 ms to write for certain takes a hundred
 * groups a second, of any size.
 *
 * @param work does all of a group or nothing of it, and gives an answer for each
 * @returns adds one; rejects as `work` does when it is given that one alone, and with `rate_limited` when too many wait
 */
export function createGroupCommit<T, R>(work: (group: readonly T[]) => Promise<readonly R[]>): (item: T) => Promise<R> {
  interface QueuedItem {
    readonly item: T;
    readonly resolve: (result: R) => void;
    readonly reject: (error: unknown) => void;
  }
  const queue: QueuedItem[] = [];
  let isCommitting = false;

  const commit = async (group: readonly QueuedItem[]): Promise<void> => {
    try {
      const results = await work(group.map(({ item }) => item));
      for (const [at, { resolve, reject }] of group.entries()) {
        const result = results[at];
        if (result === undefined) reject(new Error('batch returned fewer results than inputs'));
        else resolve(result);
      }
    } catch (error) {
      // One that cannot be written must not take the others with it.
      if (group.length > 1) for (const each of group) await commit([each]);
      else group[0]?.reject(error);
    }
  };
  const drainQueue = async (): Promise<void> => {
    while (queue.length) await commit(queue.splice(0, MAX_GROUP_SIZE));
    isCommitting = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= MAX_QUEUE_LENGTH) {
        reject(new ProblemError('rate_limited', { retryAfter: 1 }));
        return;
      }
      queue.push({ item, resolve, reject });
      if (isCommitting) return;
      isCommitting = true;
      setTimeout(() => void drainQueue(), BATCH_WINDOW_MS);
    });
}
