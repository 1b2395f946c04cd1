/** Slow: coming back to this page looks at once, this is for two windows side by side. */
const every = 3_000;
/** As long as a signing session may idle, with some to spare. */
const atMost = 30 * 60_000;

/**
 * Looks whether a signing window still is there, and calls `onLeft` when it seems closed. That is only a hint (see
 * EndHint): offer the window again, and leave it to the BFF what was signed.
 *
 * @returns stops looking
 */
export function watchWindow(opened: Window, onLeft: () => void): () => void {
  const until = Date.now() + atMost;
  const look = () => {
    if (opened.closed) onLeft();
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
}
