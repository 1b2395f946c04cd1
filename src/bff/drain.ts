/**
 * How a server leaves: first it says it is not ready, so that a balancer sends nobody more; then it takes no new connection,
 * and its event streams end, to be opened again elsewhere. What is under way is finished.
 */
export interface Drain {
  readonly isLeaving: boolean;
  readonly isEnding: boolean;
  leave(): void;
  end(): void;
  /** Calls back when streams are to end, at once if they are already. @returns takes it back */
  onEnd(listener: () => void): () => void;
}

export const createDrain = (): Drain => {
  const listeners = new Set<() => void>();
  let isLeaving = false;
  let isEnding = false;
  return {
    get isLeaving() {
      return isLeaving;
    },
    get isEnding() {
      return isEnding;
    },
    leave() {
      isLeaving = true;
    },
    end() {
      isLeaving = true;
      isEnding = true;
      for (const listener of listeners) listener();
    },
    onEnd(listener) {
      listeners.add(listener);
      if (isEnding) listener();
      return () => listeners.delete(listener);
    },
  };
};

/** Streams of one server end over so many milliseconds, and are to be opened again over as many more. */
const spread = 2_000;
const longestRetry = 8_000;

/** When one stream ends, and what it says its reader is to wait then: never all at the same moment. Milliseconds. */
export const farewell = (random: () => number = Math.random): { readonly after: number; readonly retry: number } => ({
  after: Math.round(random() * spread),
  retry: 1_000 + Math.round(random() * (longestRetry - 1_000)),
});
