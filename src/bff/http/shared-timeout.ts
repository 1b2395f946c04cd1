/** How often it is looked at, in milliseconds. */
const SWEEP_MS = 1_000;

/**
 * Ends waiting for what takes longer than `timeoutMs`, to the second. One timer for all: one of its own for each would cost
 * more than to read a small body.
 *
 * @example const withTimeout = createSharedTimeout(30_000); await withTimeout(reading, () => new ProblemError('body_too_slow'))
 */
export function createSharedTimeout(timeoutMs: number): <T>(work: Promise<T>, createError: () => Error) => Promise<T> {
  /** All get the same time, so who came first is late first. */
  const pending = new Set<{ readonly deadline: number; readonly expire: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): void => {
    const now = performance.now();
    for (const entry of pending) {
      if (entry.deadline > now) return;
      pending.delete(entry);
      entry.expire();
    }
    clearInterval(timer);
    timer = undefined;
  };
  return (work, createError) =>
    new Promise((resolve, reject) => {
      const entry = { deadline: performance.now() + timeoutMs, expire: () => reject(createError()) };
      pending.add(entry);
      timer ??= setInterval(sweep, SWEEP_MS).unref();
      const settle = (): void => void pending.delete(entry);
      work.then(
        (value) => {
          settle();
          resolve(value);
        },
        (error: unknown) => {
          settle();
          reject(error);
        },
      );
    });
}
