import type { ContractSubscription } from '../contract/contract-subscription.ts';
import type { WidgetContext } from '../widget-context.ts';
import { dispatchSigningEvent, signatureStatus } from './signing-machine.ts';

/** Milliseconds between two questions: the first pause, and the longest. */
const POLL_DELAYS_MS = { first: 1_000, max: 15_000 };
/** As long as anyone is kept waiting. What comes later comes by the feed. */
const MAX_WAIT_MS = 3 * 60_000;

/**
 * Asks the BFF where the signature stands, at once and again, until signing is no longer `confirming` or patience runs out.
 *
 * @returns stops asking
 */
export function pollSignature(context: WidgetContext, subscription: ContractSubscription): () => void {
  let isActive = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = setTimeout(() => {
    stop();
    dispatchSigningEvent(context, { type: 'poll_timed_out' });
  }, MAX_WAIT_MS);

  async function poll(delayMs: number) {
    const isFresh = await subscription.refresh();
    const contract = subscription.contract.peek();
    if (!isActive) return;
    if (isFresh && contract)
      dispatchSigningEvent(context, { type: 'server_update', status: signatureStatus(contract), isPollResult: true });
    // What was told may have ended the asking.
    if (isActive) timer = setTimeout(poll, delayMs, Math.min(delayMs * 2, POLL_DELAYS_MS.max));
  }
  function stop() {
    isActive = false;
    clearTimeout(timer);
    clearTimeout(timeout);
  }
  poll(POLL_DELAYS_MS.first);
  return stop;
}
