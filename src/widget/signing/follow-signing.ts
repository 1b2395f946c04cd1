import { computed, effect } from '@preact/signals';
import { signingReturnMessage } from '../../wire/signing.ts';
import type { ContractFeed } from '../contract/contract-feed.ts';
import type { Shopper } from '../shopper.ts';
import { confirm } from './confirm.ts';
import { send } from './send.ts';
import { standingOf } from './signing-machine.ts';
import { watchWindow } from './watch-window.ts';

/**
 * Keeps the signing of one contract in step with the world: what the server tells, what the signing page or its window
 * seem to have done, and that the server is asked whenever they have. Remembers over a reload that signing was open.
 *
 * @returns stops following
 */
export function followSigning(shopper: Shopper, contractId: string, feed: ContractFeed): () => void {
  const { signing, memory, options } = shopper;
  send(shopper, { type: 'found', wasOpen: memory.read('signing') === contractId });

  const isConfirming = computed(() => signing.value.state === 'confirming');
  const openWindow = computed(() => {
    const now = signing.value;
    return now.state === 'open' && now.place.as === 'popup' ? now.place.window : undefined;
  });

  const hear = ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin !== options.api || !source || source !== openWindow.peek()) return;
    const message = signingReturnMessage.safeParse(data);
    if (message.data?.contractId === contractId) send(shopper, { type: 'ended', hint: 'returned' });
  };
  // Back from the signing page into a page the browser had kept as it was.
  const show = ({ persisted }: PageTransitionEvent) => {
    const now = signing.peek();
    if (persisted && now.state === 'open' && now.place.as === 'redirect')
      send(shopper, { type: 'ended', hint: 'returned' });
  };
  addEventListener('message', hear);
  addEventListener('pageshow', show);

  const stops = [
    effect(() => {
      const contract = feed.contract.value;
      if (!contract) return;
      if (contract.signing.letter) send(shopper, { type: 'opened', place: { as: 'inbox' } });
      send(shopper, { type: 'told', standing: standingOf(contract), asked: false });
    }),
    effect(() => {
      const now = signing.value;
      const isOpen = (now.state === 'open' && now.place.as !== 'inbox') || (now.state === 'confirming' && !now.late);
      if (now.state !== 'preparing') memory.write('signing', isOpen ? contractId : undefined);
    }),
    effect(() => (isConfirming.value ? confirm(shopper, feed) : undefined)),
    effect(() => {
      const opened = openWindow.value;
      return opened && watchWindow(opened, () => send(shopper, { type: 'ended', hint: 'left' }));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    removeEventListener('message', hear);
    removeEventListener('pageshow', show);
  };
}
