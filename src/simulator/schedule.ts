/** Things that will happen by themselves, all of which can be called off. */
export interface Schedule {
  /** Runs `task` once after `ms` milliseconds of real time. */
  after(ms: number, task: () => void): void;
  /** Resolves after `ms`; at once when everything is called off. */
  pause(ms: number): Promise<void>;
  clear(): void;
}

export function createSchedule(): Schedule {
  const waiting = new Map<NodeJS.Timeout, () => void>();

  const wait = (ms: number, task: () => void, calledOff: () => void): void => {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      task();
    }, ms);
    waiting.set(timer, calledOff);
  };

  return {
    after: (ms, task) => wait(ms, task, () => {}),
    pause: (ms) => (ms > 0 ? new Promise((resolve) => wait(ms, resolve, resolve)) : Promise.resolve()),
    clear() {
      for (const [timer, calledOff] of waiting) {
        clearTimeout(timer);
        calledOff();
      }
      waiting.clear();
    },
  };
}
