import { computed, effect } from '@preact/signals';
import { signingReturnMessage } from '../../wire/signing.ts';
import type { ContractSubscription } from '../contract/contract-subscription.ts';
import type { WidgetContext } from '../widget-context.ts';
import { pollSignature } from './poll-signature.ts';
import { pollWindowClosed } from './poll-window-closed.ts';
import { dispatchSigningEvent, signatureStatus } from './signing-machine.ts';

/**
 * Keeps the signing of one contract in step with the world: what the server tells, what the signing page or its window
 * seem to have done, and that the server is asked whenever they have. Remembers over a reload that signing was open.
 *
 * @returns stops following
 */
export function syncSigning(
  context: WidgetContext,
  contractId: string,
  subscription: ContractSubscription,
): () => void {
  const { signing, sessionStore, options } = context;
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
  // Back from the signing page into a page the browser had kept as it was.
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
