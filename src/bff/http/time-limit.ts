/** How often it is looked at, in milliseconds. */
const look = 1_000;

/**
 * Ends waiting for what takes longer than `milliseconds`, to the second. One timer for all: one of its own for each would cost
 * more than to read a small body.
 *
 * @example const inTime = createTimeLimit(30_000); await inTime(reading, () => new ProblemError('body_too_slow'))
 */
export const createTimeLimit = (milliseconds: number): (<T>(work: Promise<T>, late: () => Error) => Promise<T>) => {
  /** All get the same time, so who came first is late first. */
  const waiting = new Set<{ readonly until: number; readonly end: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): void => {
    const now = performance.now();
    for (const one of waiting) {
      if (one.until > now) return;
      waiting.delete(one);
      one.end();
    }
    clearInterval(timer);
    timer = undefined;
  };
  return (work, late) =>
    new Promise((resolve, reject) => {
      const one = { until: performance.now() + milliseconds, end: () => reject(late()) };
      waiting.add(one);
      timer ??= setInterval(sweep, look).unref();
      const done = (): void => void waiting.delete(one);
      work.then(
        (value) => {
          done();
          resolve(value);
        },
        (error: unknown) => {
          done();
          reject(error);
        },
      );
    });
};
