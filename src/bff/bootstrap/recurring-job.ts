import { describeError, type Log } from '../log.ts';

/**
 * Runs a job repeatedly, never concurrently: the next run starts `intervalMs` after the previous one ends. A failure
 * is logged and does not stop the job.
 *
 * @param name identifies the job in the log
 * @example const job = startRecurringJob('reconcile', 15_000, () => reconcile(appContext), log); await job.stop();
 */
export function startRecurringJob(
  name: string,
  intervalMs: number,
  job: (signal: AbortSignal) => Promise<unknown>,
  log: Log,
): { /** Aborts the current run, and resolves when that run has ended. */ stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const abortController = new AbortController();
  const run = async (): Promise<void> => {
    try {
      await job(abortController.signal);
    } catch (error) {
      log.error('background_job_failed', { job: name, error: describeError(error) });
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
