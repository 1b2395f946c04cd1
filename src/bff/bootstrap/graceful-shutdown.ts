/**
 * How a server leaves: first it says it is not ready, so that a balancer sends nobody more; then it takes no new connection,
 * and its event streams end, to be opened again elsewhere. What is under way is finished.
 */
export interface GracefulShutdown {
  readonly isDraining: boolean;
  readonly isClosing: boolean;
  drain(): void;
  close(): void;
  /** Calls back when streams are to end, at once if they are already. @returns takes it back */
  onClose(listener: () => void): () => void;
}

export function createGracefulShutdown(): GracefulShutdown {
  const listeners = new Set<() => void>();
  let isDraining = false;
  let isClosing = false;
  return {
    get isDraining() {
      return isDraining;
    },
    get isClosing() {
      return isClosing;
    },
    drain() {
      isDraining = true;
    },
    close() {
      isDraining = true;
      isClosing = true;
      for (const listener of listeners) listener();
    },
    onClose(listener) {
      listeners.add(listener);
      if (isClosing) listener();
      return () => listeners.delete(listener);
    },
  };
}

/** Streams of one server end over so many milliseconds, and are to be opened again over as many more. */
const CLOSE_SPREAD_MS = 2_000;
const MAX_RETRY_MS = 8_000;

/** When one stream ends, and what it says its reader is to wait then: never all at the same moment. Milliseconds. */
export const reconnectJitter = (
  random: () => number = Math.random,
): { readonly closeDelayMs: number; readonly retryMs: number } => ({
  closeDelayMs: Math.round(random() * CLOSE_SPREAD_MS),
  retryMs: 1_000 + Math.round(random() * (MAX_RETRY_MS - 1_000)),
});
