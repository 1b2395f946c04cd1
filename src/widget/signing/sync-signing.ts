import { computed, effect } from '@preact/signals';
import { signingReturnMessage } from '../../wire/signing.ts';
import type { ContractSubscription } from '../contract/contract-subscription.ts';
import { createPoller, exponentialBackoff } from '../poller.ts';
import type { WidgetContext } from '../widget-context.ts';
import { dispatchSigningEvent, signatureStatus, signingState } from './signing-machine.ts';

/**
 * Updates the signing state of a contract from three sources: updates from the server, messages from the signing page,
 * and polling after the signing session seems to have ended. Stores in sessionStorage that signing is open, so that the
 * state is restored after a reload.
 *
 * @returns a function that stops syncing
 */
export function syncSigning(
  context: WidgetContext,
  contractId: string,
  subscription: ContractSubscription,
): () => void {
  const { sessionStore, options } = context;
  const signing = signingState(context);
  dispatchSigningEvent(context, { type: 'restored', wasOpen: sessionStore.read('signing') === contractId });

  const isConfirming = computed(() => signing.value.state === 'confirming');
  const openWindow = computed(() => {
    const current = signing.value;
    return current.state === 'open' && current.surface.kind === 'popup' ? current.surface.window : undefined;
  });

  const onMessage = ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin !== options.api || !source || source !== openWindow.peek()) return;
    const message = signingReturnMessage.safeParse(data);
    if (message.data?.contractId === contractId) dispatchSigningEvent(context, { type: 'ended', reason: 'returned' });
  };
  // Handles the return from the signing page if the browser restores this page from the back/forward cache.
  const onPageShow = ({ persisted }: PageTransitionEvent) => {
    const current = signing.peek();
    if (persisted && current.state === 'open' && current.surface.kind === 'redirect')
      dispatchSigningEvent(context, { type: 'ended', reason: 'returned' });
  };
  addEventListener('message', onMessage);
  addEventListener('pageshow', onPageShow);

  const disposers = [
    effect(() => {
      const contract = subscription.contract.value;
      if (!contract) return;
      if (contract.signing.signatureRequest)
        dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'email' } });
      dispatchSigningEvent(context, { type: 'server_update', status: signatureStatus(contract), isPollResult: false });
    }),
    effect(() => {
      const current = signing.value;
      const isOpen =
        (current.state === 'open' && current.surface.kind !== 'email') ||
        (current.state === 'confirming' && !current.isOverdue);
      if (current.state !== 'preparing') sessionStore.write('signing', isOpen ? contractId : undefined);
    }),
    effect(() => (isConfirming.value ? pollSignature(context, subscription) : undefined)),
    effect(() => {
      const signingWindow = openWindow.value;
      return (
        signingWindow &&
        pollWindowClosed(signingWindow, () => dispatchSigningEvent(context, { type: 'ended', reason: 'window_closed' }))
      );
    }),
  ];
  return () => {
    for (const dispose of disposers) dispose();
    removeEventListener('message', onMessage);
    removeEventListener('pageshow', onPageShow);
  };
}

/**
 * Interval for checking the window. The interval matters only for two windows side by side, because focusing this page
 * checks immediately.
 */
const POLL_INTERVAL_MS = 3_000;
/** Time after which the checks stop. This time is longer than the idle timeout of a signing session. */
const MAX_DURATION_MS = 30 * 60_000;

/**
 * Calls `onClosed` when the signing window appears to be closed, which is only a hint (see `SessionEndReason`).
 *
 * @returns a function that stops polling
 */
function pollWindowClosed(signingWindow: Window, onClosed: () => void): () => void {
  const deadlineAt = Date.now() + MAX_DURATION_MS;
  const check = () => {
    if (signingWindow.closed) onClosed();
    else if (Date.now() > deadlineAt) clearInterval(timer);
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

/** The maximum time that the customer waits for a confirmation. Later updates arrive through the subscription. */
const MAX_WAIT_MS = 3 * 60_000;

/**
 * Polls the BFF for the signature status, starting immediately, until `MAX_WAIT_MS` have passed or polling is stopped.
 *
 * @returns a function that stops polling
 */
function pollSignature(context: WidgetContext, subscription: ContractSubscription): () => void {
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
