import { useEffect } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import type { Presentation } from '../../wire/session.ts';
import { FocusedAlert } from '../components/focused-alert.tsx';
import { errorText } from '../error-text.ts';
import type { SigningSessionMessages } from '../i18n/en/signing.ts';
import { startSigning } from '../signing/open-signing.ts';
import { choosePresentation } from '../signing/presentation.ts';
import { dispatchSigningEvent, signingState, unsignedEndReason } from '../signing/signing-machine.ts';
import type { WidgetContext } from '../widget-context.ts';

interface SigningPanelProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: SigningSessionMessages;
}

/**
 * Lets the customer open signing any number of times. The BFF, and not the signing window, determines whether the
 * contract was signed.
 */
export function SigningPanel({ context, contract, messages }: SigningPanelProps) {
  useEffect(() => {
    const removeOfflineError = () => dispatchSigningEvent(context, { type: 'back_online' });
    addEventListener('online', removeOfflineError);
    return () => removeEventListener('online', removeOfflineError);
  }, [context]);
  const signing = signingState(context).value;
  const readyReason = signing.state === 'ready' ? signing.reason : undefined;
  // If the widget is in an iframe, only a window is possible, because the tab belongs to the host page.
  const reason = readyReason === 'blocked' && context.host.hasAttribute('framed') ? 'iframe_failed' : readyReason;
  const presentation: Presentation =
    reason === 'blocked' ? 'redirect' : reason === 'iframe_failed' ? 'popup' : choosePresentation(context);
  const endReason = unsignedEndReason(signing);
  const delayed =
    signing.state === 'confirming' && signing.isOverdue && !endReason && messages.delayed(contract.reference);
  const notice = signing.state === 'open' ? messages.otherWindow : delayed;
  const isBusy = signing.state === 'preparing';
  const wasOpened =
    signing.state === 'open' || signing.state === 'confirming' || reason !== undefined || contract.status === 'viewed';
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
      {signing.state === 'ready' && signing.error && (
        <FocusedAlert>{errorText(context, signing.error, messages.errors)}</FocusedAlert>
      )}
      {(reason === 'blocked' || reason === 'iframe_failed') && <FocusedAlert>{messages.reopen[reason]}</FocusedAlert>}
      {/* The region is rendered before its text, because screen readers announce only changes of a region. */}
      <div role="status">
        {notice && (
          <div class="alert" part="notice">
            <p>{notice}</p>
          </div>
        )}
      </div>
      {signing.state === 'confirming' && !endReason && <p class="text-muted action-note">{messages.notSigned}</p>}
      <div class="button-row">
        <button
          type="button"
          class={signing.state === 'open' || (signing.state === 'confirming' && !endReason) ? '' : 'button-primary'}
          aria-disabled={isBusy}
          onClick={() => startSigning(context, contract.id, presentation, messages.waiting)}
        >
          {isBusy ? messages.opening : label}
        </button>
      </div>
    </>
  );
}
