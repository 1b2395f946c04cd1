import { effect, type ReadonlySignal } from '@preact/signals';
import type { SigningState } from './signing-state.ts';

/** Slow: coming back to this page looks at once, this is for two windows side by side. */
const every = 3_000;
/** As long as a signing session may idle, with some to spare. */
const atMost = 30 * 60_000;

/**
 * Looks, while signing is open, whether its window still is, and calls `onLeft` when it seems closed. That is only a
 * hint (see SigningState): offer the window again, and leave it to the BFF what was signed.
 *
 * @returns stops looking
 */
export function watchWindow(signing: ReadonlySignal<SigningState>, onLeft: () => void): () => void {
  return effect(() => {
    const now = signing.value;
    if (now.state !== 'open') return undefined;
    const until = Date.now() + atMost;
    const look = () => {
      if (now.window.closed) onLeft();
      else if (Date.now() > until) clearInterval(timer);
    };
    const timer = setInterval(look, every);
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  });
}
