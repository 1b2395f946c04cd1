import { describeError, type Log } from '../log.ts';

/**
 * Does a piece of work again and again, one at a time: the next begins `intervalMs` after the last has ended. A failure is
 * logged and does not end it.
 *
 * @example const job = startRecurringJob(15_000, () => reconcile(appContext), log); await job.stop();
 */
export function startRecurringJob(
  intervalMs: number,
  job: (signal: AbortSignal) => Promise<unknown>,
  log: Log,
): { /** Tells the work under way to end, and resolves when it has. */ stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const abortController = new AbortController();
  const run = async (): Promise<void> => {
    try {
      await job(abortController.signal);
    } catch (error) {
      log.error('background_job_failed', { error: describeError(error) });
    }
    if (!abortController.signal.aborted) schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      running = run();
    }, intervalMs).unref();
  };
  schedule();
  return {
    async stop() {
      abortController.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
