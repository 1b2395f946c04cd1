import type { ContractSubscription } from '../contract/contract-subscription.ts';
import { createPoller, exponentialBackoff } from '../poller.ts';
import type { WidgetContext } from '../widget-context.ts';
import { dispatchSigningEvent, signatureStatus } from './signing-machine.ts';

/** The maximum time that the customer waits for a confirmation. Later updates arrive through the subscription. */
const MAX_WAIT_MS = 3 * 60_000;

/**
 * Polls the BFF for the signature status, starting now, until `MAX_WAIT_MS` have passed or it is stopped.
 *
 * @returns a function that stops polling
 */
export function pollSignature(context: WidgetContext, subscription: ContractSubscription): () => void {
  let isActive = true;
  const poller = createPoller({
    delayMs: exponentialBackoff({ initialMs: 1_000, maxMs: 15_000, factor: 2 }),
    async task() {
      const isFresh = await subscription.refresh();
      const contract = subscription.contract.peek();
      if (isActive && isFresh && contract)
        dispatchSigningEvent(context, { type: 'server_update', status: signatureStatus(contract), isPollResult: true });
      return isActive;
    },
  });
  const timeout = setTimeout(() => {
    stop();
    dispatchSigningEvent(context, { type: 'poll_timed_out' });
  }, MAX_WAIT_MS);
  function stop() {
    isActive = false;
    poller.stop();
    clearTimeout(timeout);
  }
  poller.start();
  return stop;
}
