import { ProblemError } from '../http/problem.ts';

/** How long the first of a group waits for others, in milliseconds; how many a group takes, and how many may wait in all. */
const gather = 2;
const most = 500;
const mostWaiting = 10_000;

/**
 * Does one piece of work for many at once: what arrives while the last group is being written, or within two milliseconds, is
 * written together, and each is told when its group is on disk. A disk that takes 10 ms to write for certain takes a hundred
 * groups a second, of any size.
 *
 * @param work does all of a group or nothing of it, and gives an answer for each
 * @returns adds one; rejects as `work` does when it is given that one alone, and with `rate_limited` when too many wait
 */
export const createGroupCommit = <T, R>(
  work: (group: readonly T[]) => Promise<readonly R[]>,
): ((one: T) => Promise<R>) => {
  interface Waiting {
    readonly one: T;
    readonly done: (answer: R) => void;
    readonly failed: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let busy = false;

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await work(group.map(({ one }) => one));
      for (const [at, { done, failed }] of group.entries()) {
        const answer = answers[at];
        if (answer === undefined) failed(new Error('a group was answered in part'));
        else done(answer);
      }
    } catch (error) {
      // One that cannot be written must not take the others with it.
      if (group.length > 1) for (const each of group) await commit([each]);
      else group[0]?.failed(error);
    }
  };
  const workOff = async (): Promise<void> => {
    while (waiting.length) await commit(waiting.splice(0, most));
    busy = false;
  };
  return (one) =>
    new Promise((done, failed) => {
      if (waiting.length >= mostWaiting) {
        failed(new ProblemError('rate_limited', { retryAfter: 1 }));
        return;
      }
      waiting.push({ one, done, failed });
      if (busy) return;
      busy = true;
      setTimeout(() => void workOff(), gather);
    });
};
