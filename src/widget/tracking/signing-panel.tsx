import { useEffect } from 'preact/hooks';
import { signingReturnMessage } from '../../wire/signing.ts';
import type { ContractFeed } from '../contract/contract-feed.ts';
import { Notice } from '../controls/notice.tsx';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import { choosePresentation, openSigning, openWindow } from '../signing/open-signing.ts';

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

  useEffect(() => {
    const hear = (event: MessageEvent<unknown>) => {
      const open = signing.peek();
      if (event.origin !== options.api || open.state !== 'open' || event.source !== open.window) return;
      const message = signingReturnMessage.safeParse(event.data);
      if (!message.success || message.data.contractId !== contractId) return;
      signing.value = { state: 'closed' };
      feed.refresh();
    };
    const look = () => void feed.refresh();
    addEventListener('message', hear);
    addEventListener('focus', look);
    return () => {
      removeEventListener('message', hear);
      removeEventListener('focus', look);
    };
  }, [contractId, feed, options.api, signing]);

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
      {state.state === 'failed' && <Notice>{language.shell.trouble[state.trouble]}</Notice>}
      {state.state === 'open' && <Notice calm>{texts.otherWindow}</Notice>}
      <div class="actions">
        {state.state === 'blocked' ? (
          <button type="button" class="primary" onClick={() => openSigning(shopper, contractId, undefined)}>
            {texts.signHere}
          </button>
        ) : (
          <button
            type="button"
            class={state.state === 'open' ? '' : 'primary'}
            aria-disabled={state.state === 'opening'}
            onClick={() => state.state !== 'opening' && open()}
          >
            {state.state === 'opening' ? texts.opening : state.state === 'open' ? texts.openAgain : texts.openSigning}
          </button>
        )}
      </div>
    </>
  );
}
