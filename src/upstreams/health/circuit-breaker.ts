/** Milliseconds over which failures are counted, and for which nothing is sent once there were too many. */
const window = 20_000;
const openFor = 5_000;
/** So few calls say nothing. */
const fewest = 10;

/** Stops asking an upstream that does not answer: it can recover, and nobody waits for what will not come. */
export interface CircuitBreaker {
  /** Milliseconds until it may be asked again; 0 when it may be now. Whoever is let through must say how it went. */
  wait(): number;
  succeeded(): void;
  failed(): void;
}

/**
 * Opens when at least ten calls were made in twenty seconds and half of them failed. After five seconds one call is let through:
 * if it succeeds, all are.
 *
 * @param now in milliseconds, never backwards
 */
export const createCircuitBreaker = (now: () => number = () => performance.now()): CircuitBreaker => {
  let began = now();
  let calls = 0;
  let failures = 0;
  let openUntil: number | undefined;

  const startOver = (): void => {
    began = now();
    calls = 0;
    failures = 0;
  };
  const count = (failure: boolean): void => {
    if (now() - began > window) startOver();
    calls++;
    if (failure) failures++;
    if (calls >= fewest && failures * 2 >= calls) open();
  };
  const open = (): void => {
    openUntil = now() + openFor;
    startOver();
  };

  return {
    wait() {
      if (openUntil === undefined) return 0;
      const left = openUntil - now();
      if (left > 0) return left;
      // One goes ahead, for whom the others wait; should it never say how it went, another goes after it.
      openUntil = now() + openFor;
      return 0;
    },
    succeeded() {
      openUntil = undefined;
      count(false);
    },
    failed() {
      if (openUntil === undefined) count(true);
      else open();
    },
  };
};
