/** Delayed tasks that can be canceled together. */
export interface Scheduler {
  /** Runs `task` once after `ms` milliseconds of real time. */
  after(ms: number, task: () => void): void;
  /** Resolves after `ms` milliseconds, or immediately when the scheduler is cleared. */
  delay(ms: number): Promise<void>;
  clear(): void;
}

export function createScheduler(): Scheduler {
  const timers = new Map<NodeJS.Timeout, () => void>();

  const start = (ms: number, task: () => void, onCancel: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      task();
    }, ms);
    timers.set(timer, onCancel);
  };

  return {
    after: (ms, task) => start(ms, task, () => {}),
    delay: (ms) => (ms > 0 ? new Promise((resolve) => start(ms, resolve, resolve)) : Promise.resolve()),
    clear() {
      for (const [timer, onCancel] of timers) {
        clearTimeout(timer);
        onCancel();
      }
      timers.clear();
    },
  };
}
