/** Repeats a task until the task ends the polling or `stop` is called. */
export interface Poller {
  /** Starts to poll, immediately or after the first delay, and resets the delays. */
  start(options?: { readonly delayed?: boolean }): void;
  /** Ends the current delay early. Has no effect while the task is running. */
  wake(): void;
  stop(): void;
}

interface PollerOptions {
  /** @returns whether to poll again */
  readonly task: () => Promise<boolean>;
  /** Returns the delay before the next run, in milliseconds. `attempt` counts the delays since `start`, from 0. */
  readonly delayMs: (attempt: number) => number;
  readonly pauseWhenHidden?: boolean;
}

/**
 * Creates an idle poller. Stopping or restarting the poller does not abort a running task. The return value of the task
 * is then ignored.
 */
export function createPoller({ task, delayMs, pauseWhenHidden = false }: PollerOptions): Poller {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lastRun = 0;

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(run, delayMs(attempt));
  }
  async function run(): Promise<void> {
    timer = undefined;
    if (pauseWhenHidden && document.hidden) return schedule();
    const currentRun = ++lastRun;
    const shouldContinue = await task();
    if (currentRun !== lastRun || !shouldContinue) return;
    schedule();
    attempt++;
  }
  function cancel(): void {
    clearTimeout(timer);
    timer = undefined;
    lastRun++;
    attempt = 0;
  }

  return {
    start({ delayed = false } = {}) {
      cancel();
      if (delayed) {
        schedule();
        attempt++;
      } else run();
    },
    wake() {
      if (timer === undefined) return;
      clearTimeout(timer);
      run();
    },
    stop: cancel,
  };
}

/**
 * Returns delays that grow by `factor` up to `maxMs`.
 *
 * @example exponentialBackoff({ initialMs: 1_000, maxMs: 15_000, factor: 2 }) // 1 s, 2 s, 4 s, 8 s, 15 s, 15 s, …
 */
export const exponentialBackoff =
  ({ initialMs, maxMs, factor }: { readonly initialMs: number; readonly maxMs: number; readonly factor: number }) =>
  (attempt: number): number =>
    Math.min(initialMs * factor ** attempt, maxMs);
