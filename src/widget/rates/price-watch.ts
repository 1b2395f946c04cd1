import { effect, type ReadonlySignal, signal } from '@preact/signals';

/** Watches prices run out. Still while the page is not seen. */
export interface PriceWatch {
  /** Whole seconds until the first price on show runs out; undefined while that is more than five minutes away. */
  readonly secondsLeft: ReadonlySignal<number | undefined>;
  stop(): void;
}

/** The countdown shows in the last minutes only: before that it would be a clock to stare at. */
const lastMinutes = 5 * 60_000;
/** The BFF may answer from what it heard seconds ago, with prices that just ran out: asking at once would spin. */
const leastBetween = 20_000;
/** The longest a browser's timer can wait. */
const longest = 2 ** 31 - 1;

/** `expiry` is in milliseconds of this machine's clock; `onExpired` is called once per expiry, and again if nothing changes. */
export function createPriceWatch(expiry: ReadonlySignal<number>, onExpired: () => void): PriceWatch {
  const secondsLeft = signal<number | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let calledAt = 0;

  function tick() {
    clearTimeout(timer);
    if (document.hidden) return;
    const left = expiry.peek() - Date.now();
    secondsLeft.value = left > lastMinutes ? undefined : Math.max(0, Math.ceil(left / 1000));
    if (left > lastMinutes) timer = setTimeout(tick, Math.min(left - lastMinutes, longest));
    else if (left > 0) timer = setTimeout(tick, left % 1000 || 1000);
    else {
      const waited = Date.now() - calledAt;
      timer = setTimeout(tick, waited < leastBetween ? leastBetween - waited : leastBetween);
      if (waited < leastBetween) return;
      calledAt = Date.now();
      onExpired();
    }
  }

  const unsubscribe = effect(() => {
    expiry.value;
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
