import { ProblemError } from '../http/problem.ts';

/** How long the first item of a group waits for others, and the maximum lengths of a group and of the queue. */
const BATCH_WINDOW_MS = 2;
const MAX_GROUP_SIZE = 500;
const MAX_QUEUE_LENGTH = 10_000;

/**
 * Groups writes (group commit). Items that arrive within two milliseconds, or while the previous group is being
 * written, are written together. Each promise resolves when its group is on disk. A disk that needs 10 ms for a
 * durable write handles a hundred groups per second, whatever their size.
 *
 * @param work writes a whole group or nothing, and returns one result per item
 * @returns a function that adds an item. Its promise rejects with the error of `work` for that item alone, or with
 * `rate_limited` if the queue is full.
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
      // Writes the items one by one, so that a failing item does not affect the others.
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
