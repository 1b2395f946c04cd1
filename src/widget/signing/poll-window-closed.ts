/** Slow: coming back to this page looks at once, this is for two windows side by side. */
const POLL_INTERVAL_MS = 3_000;
/** As long as a signing session may idle, with some to spare. */
const MAX_DURATION_MS = 30 * 60_000;

/**
 * Looks whether a signing window still is there, and calls `onLeft` when it seems closed. That is only a hint (see
 * EndHint): offer the window again, and leave it to the BFF what was signed.
 *
 * @returns stops looking
 */
export function pollWindowClosed(signingWindow: Window, onClosed: () => void): () => void {
  const deadline = Date.now() + MAX_DURATION_MS;
  const check = () => {
    if (signingWindow.closed) onClosed();
    else if (Date.now() > deadline) clearInterval(timer);
  };
  const timer = setInterval(check, POLL_INTERVAL_MS);
  addEventListener('focus', check);
  document.addEventListener('visibilitychange', check);
  return () => {
    clearInterval(timer);
    removeEventListener('focus', check);
    document.removeEventListener('visibilitychange', check);
  };
}
