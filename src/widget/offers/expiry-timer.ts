import { effect, type ReadonlySignal, signal } from '@preact/signals';

/** Watches prices run out. Still while the page is not seen. */
export interface ExpiryTimer {
  /** Whole seconds until the first price on show runs out; undefined while that is more than five minutes away. */
  readonly secondsLeft: ReadonlySignal<number | undefined>;
  stop(): void;
}

/** The countdown shows in the last minutes only: before that it would be a clock to stare at. */
const COUNTDOWN_FROM_MS = 5 * 60_000;
/** The BFF may answer from what it heard seconds ago, with prices that just ran out: asking at once would spin. */
const MIN_REFRESH_INTERVAL_MS = 20_000;
/** The longest a browser's timer can wait. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** `expiry` is in milliseconds of this machine's clock; `onExpired` is called once per expiry, and again if nothing changes. */
export function createExpiryTimer(expiresAtMs: ReadonlySignal<number>, onExpired: () => void): ExpiryTimer {
  const secondsLeft = signal<number | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let calledAt = 0;

  function tick() {
    clearTimeout(timer);
    if (document.hidden) return;
    const remainingMs = expiresAtMs.peek() - Date.now();
    secondsLeft.value = remainingMs > COUNTDOWN_FROM_MS ? undefined : Math.max(0, Math.ceil(remainingMs / 1000));
    if (remainingMs > COUNTDOWN_FROM_MS)
      timer = setTimeout(tick, Math.min(remainingMs - COUNTDOWN_FROM_MS, MAX_TIMEOUT_MS));
    else if (remainingMs > 0) timer = setTimeout(tick, remainingMs % 1000 || 1000);
    else {
      const elapsedMs = Date.now() - calledAt;
      timer = setTimeout(
        tick,
        elapsedMs < MIN_REFRESH_INTERVAL_MS ? MIN_REFRESH_INTERVAL_MS - elapsedMs : MIN_REFRESH_INTERVAL_MS,
      );
      if (elapsedMs < MIN_REFRESH_INTERVAL_MS) return;
      calledAt = Date.now();
      onExpired();
    }
  }

  const unsubscribe = effect(() => {
    expiresAtMs.value;
    tick();
  });
  document.addEventListener('visibilitychange', tick);
  return {
    secondsLeft,
    stop() {
      unsubscribe();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    },
  };
}
