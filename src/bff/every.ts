import { describeError, type Log } from './log.ts';

/**
 * Does a piece of work again and again, one at a time: the next begins `milliseconds` after the last has ended. A failure is
 * logged and does not end it.
 *
 * @example const reconciling = every(15_000, () => reconcile(deps), log); await reconciling.stop();
 */
export const every = (
  milliseconds: number,
  work: () => Promise<unknown>,
  log: Log,
): { /** Resolves when nothing is under way any more. */ stop(): Promise<void> } => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const turn = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error('background_work_failed', { error: describeError(error) });
    }
    if (!stopped) plan();
  };
  const plan = (): void => {
    timer = setTimeout(() => {
      running = turn();
    }, milliseconds).unref();
  };
  plan();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
