import type { Contract } from '../../wire/contract.ts';
import type { Presentation } from '../../wire/session.ts';
import { CallUs } from '../controls/call-us.tsx';
import { Notice } from '../controls/notice.tsx';
import type { SignHereTexts } from '../i18n/en/sign-here.ts';
import type { Shopper } from '../shopper.ts';
import { startSigning } from '../signing/go-to-signing.ts';
import { choosePresentation } from '../signing/presentation.ts';

interface SigningPanelProps {
  readonly shopper: Shopper;
  readonly contract: Contract;
  readonly texts: SignHereTexts;
}

/** The way to the signing page, as often as it takes. Whether it was signed, the BFF says, not the window. */
export function SigningPanel({ shopper, contract, texts }: SigningPanelProps) {
  const { language } = shopper;
  const now = shopper.signing.value;
  const ended = now.state === 'ready' ? now.why : undefined;
  // In a frame of ours a window is the only way: this tab is somebody else's page.
  const why = ended === 'blocked' && shopper.host.hasAttribute('framed') ? 'no_frame' : ended;
  const as: Presentation = why === 'blocked' ? 'redirect' : why === 'no_frame' ? 'popup' : choosePresentation(shopper);
  const isBusy = now.state === 'preparing';
  const wasOpened =
    now.state === 'open' || now.state === 'confirming' || why !== undefined || contract.status === 'viewed';
  const words =
    why === 'blocked'
      ? texts.openHere
      : why === 'no_frame'
        ? texts.openWindow
        : wasOpened && why !== 'failed'
          ? texts.openAgain
          : texts.open;

  return (
    <>
      {now.state === 'ready' && now.trouble && (
        <Notice>
          {{ ...language.shell.trouble, ...texts.trouble }[now.trouble]} <CallUs shopper={shopper} />
        </Notice>
      )}
      {(why === 'blocked' || why === 'no_frame') && <Notice>{texts.again[why]}</Notice>}
      {now.state === 'open' && <Notice calm>{texts.otherWindow}</Notice>}
      {now.state === 'confirming' && now.late && <Notice calm>{texts.late(contract.reference)}</Notice>}
      {now.state === 'confirming' && <p class="muted way">{texts.notSigned}</p>}
      <div class="actions">
        <button
          type="button"
          class={now.state === 'open' || now.state === 'confirming' ? '' : 'primary'}
          aria-disabled={isBusy}
          onClick={() => startSigning(shopper, contract.id, as, texts.waiting)}
        >
          {isBusy ? texts.opening : words}
        </button>
      </div>
    </>
  );
}
