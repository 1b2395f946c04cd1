import { describeError, type Log } from './log.ts';

/**
 * Does a piece of work again and again, one at a time: the next begins `milliseconds` after the last has ended. A failure is
 * logged and does not end it.
 *
 * @example const reconciling = every(15_000, () => reconcile(deps), log); await reconciling.stop();
 */
export const every = (
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<unknown>,
  log: Log,
): { /** Tells the work under way to end, and resolves when it has. */ stop(): Promise<void> } => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const ending = new AbortController();
  const turn = async (): Promise<void> => {
    try {
      await work(ending.signal);
    } catch (error) {
      log.error('background_work_failed', { error: describeError(error) });
    }
    if (!ending.signal.aborted) plan();
  };
  const plan = (): void => {
    timer = setTimeout(() => {
      running = turn();
    }, milliseconds).unref();
  };
  plan();
  return {
    async stop() {
      ending.abort();
      clearTimeout(timer);
      await running;
    },
  };
};
