import { useLayoutEffect } from 'preact/hooks';
import { signingReturnMessage } from '../../wire/signing.ts';
import { CallUs } from '../contract/call-us.tsx';
import type { ContractFeed } from '../contract/contract-feed.ts';
import { Notice } from '../controls/notice.tsx';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import { choosePresentation, openSigning, openWindow } from '../signing/open-signing.ts';
import { watchWindow } from '../signing/watch-window.ts';

interface SigningPanelProps {
  readonly shopper: Shopper;
  readonly contractId: string;
  readonly feed: ContractFeed;
  readonly texts: TrackingTexts;
}

/** The way to the signing page, as often as it takes. Whether it was signed, the BFF says, not the window. */
export function SigningPanel({ shopper, contractId, feed, texts }: SigningPanelProps) {
  const { signing, options, language } = shopper;
  const state = signing.value;

  // Listening as soon as it shows: a signing window may come back before this page is painted again.
  useLayoutEffect(() => {
    // Whether it was signed is asked first: "not yet" must not be the greeting of one who did.
    const comeBack = async (how: 'returned' | 'left') => {
      signing.value = { state: 'closed' };
      await feed.refresh();
      if (signing.peek().state === 'closed') signing.value = { state: how };
    };
    const hear = (event: MessageEvent<unknown>) => {
      const open = signing.peek();
      if (event.origin !== options.api || open.state !== 'open' || event.source !== open.window) return;
      const message = signingReturnMessage.safeParse(event.data);
      if (!message.success || message.data.contractId !== contractId) return;
      comeBack('returned');
    };
    const look = () => void feed.refresh();
    const stopWatching = watchWindow(signing, () => comeBack('left'));
    addEventListener('message', hear);
    addEventListener('focus', look);
    return () => {
      stopWatching();
      removeEventListener('message', hear);
      removeEventListener('focus', look);
    };
  }, [contractId, feed, options.api, signing]);

  const isOpen = state.state === 'open';
  const wasOpen = isOpen || state.state === 'returned' || state.state === 'left';

  const open = () => {
    if (choosePresentation(shopper) === 'redirect') return openSigning(shopper, contractId, undefined);
    const target = openWindow(texts.waiting);
    if (target) return openSigning(shopper, contractId, target);
    signing.value = { state: 'blocked' };
    return undefined;
  };

  return (
    <>
      {state.state === 'blocked' && <Notice>{texts.blocked}</Notice>}
      {state.state === 'failed' && (
        <Notice>
          {{ ...language.shell.trouble, ...texts.signingTrouble }[state.trouble]} <CallUs shopper={shopper} />
        </Notice>
      )}
      {isOpen && <Notice calm>{texts.otherWindow}</Notice>}
      <div class="actions">
        {state.state === 'blocked' ? (
          <button type="button" class="primary" onClick={() => openSigning(shopper, contractId, undefined)}>
            {texts.signHere}
          </button>
        ) : (
          <button
            type="button"
            class={isOpen ? '' : 'primary'}
            aria-disabled={state.state === 'opening'}
            onClick={() => state.state !== 'opening' && open()}
          >
            {state.state === 'opening' ? texts.opening : wasOpen ? texts.openAgain : texts.openSigning}
          </button>
        )}
      </div>
    </>
  );
}
