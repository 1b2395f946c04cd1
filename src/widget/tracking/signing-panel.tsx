import type { Contract } from '../../wire/contract.ts';
import type { Presentation } from '../../wire/session.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import type { SigningSessionMessages } from '../i18n/en/signing-session.ts';
import { startSigning } from '../signing/open-signing.ts';
import { choosePresentation } from '../signing/presentation.ts';
import type { WidgetContext } from '../widget-context.ts';

interface SigningPanelProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: SigningSessionMessages;
}

/** The way to the signing page, as often as it takes. Whether it was signed, the BFF says, not the window. */
export function SigningPanel({ context, contract, messages }: SigningPanelProps) {
  const signingState = context.signing.value;
  const readyReason = signingState.state === 'ready' ? signingState.reason : undefined;
  // In a frame of ours a window is the only way: this tab is somebody else's page.
  const reason = readyReason === 'blocked' && context.host.hasAttribute('framed') ? 'iframe_failed' : readyReason;
  const presentation: Presentation =
    reason === 'blocked' ? 'redirect' : reason === 'iframe_failed' ? 'popup' : choosePresentation(context);
  const isBusy = signingState.state === 'preparing';
  const wasOpened =
    signingState.state === 'open' ||
    signingState.state === 'confirming' ||
    reason !== undefined ||
    contract.status === 'viewed';
  const label =
    reason === 'blocked'
      ? messages.openInTab
      : reason === 'iframe_failed'
        ? messages.openWindow
        : wasOpened && reason !== 'failed'
          ? messages.openAgain
          : messages.open;

  return (
    <>
      {signingState.state === 'ready' && signingState.error && (
        <Alert>
          {{ ...context.catalog.app.errors, ...messages.errors }[signingState.error]} <ContactPhone context={context} />
        </Alert>
      )}
      {(reason === 'blocked' || reason === 'iframe_failed') && <Alert>{messages.reopen[reason]}</Alert>}
      {signingState.state === 'open' && <Alert polite>{messages.otherWindow}</Alert>}
      {signingState.state === 'confirming' && signingState.isOverdue && (
        <Alert polite>{messages.delayed(contract.reference)}</Alert>
      )}
      {signingState.state === 'confirming' && <p class="text-muted action-note">{messages.notSigned}</p>}
      <div class="button-row">
        <button
          type="button"
          class={signingState.state === 'open' || signingState.state === 'confirming' ? '' : 'button-primary'}
          aria-disabled={isBusy}
          onClick={() => startSigning(context, contract.id, presentation, messages.waiting)}
        >
          {isBusy ? messages.opening : label}
        </button>
      </div>
    </>
  );
}
