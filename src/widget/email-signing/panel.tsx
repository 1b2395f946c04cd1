import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Contract, SignatureRequest } from '../../wire/contract.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import type { ContractSubscription } from '../contract/contract-subscription.ts';
import type { EmailSigningMessages } from '../i18n/en/email-signing.ts';
import type { WidgetContext } from '../widget-context.ts';
import { RecipientForm } from './recipient-form.tsx';
import { createEmailSigningStore, type EmailSigningError, type EmailSigningStore } from './store.ts';

interface EmailSigningPanelProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly signatureRequest: SignatureRequest;
  readonly subscription: ContractSubscription;
  readonly messages: EmailSigningMessages;
}

/** What can be done about a contract that lies in an inbox. How it stands is said above it. */
export function EmailSigningPanel({
  context,
  contract,
  signatureRequest,
  subscription,
  messages,
}: EmailSigningPanelProps) {
  const store = useMemo(
    () => createEmailSigningStore(context, contract.id, subscription),
    [context, contract.id, subscription],
  );
  useEffect(() => () => store.stop(), [store]);
  const section = useRef<HTMLElement>(null);
  const pendingAction = store.pendingAction.value;
  const previousAction = useRef(pendingAction);
  useEffect(() => {
    // What was just pressed is gone, and the focus with it.
    if (previousAction.current !== pendingAction && pendingAction === 'nothing')
      section.current?.focus({ preventScroll: true });
    previousAction.current = pendingAction;
  }, [pendingAction]);
  const lastError = store.lastError.value;
  const isBusy = store.isBusy.value;

  return (
    <section ref={section} class="email-signing" aria-label={messages.label} tabIndex={-1}>
      {lastError && (
        <Alert>
          {errorMessage(lastError, messages, context)} <ContactPhone context={context} />
        </Alert>
      )}
      {pendingAction === 'address' && <RecipientForm store={store} messages={messages} />}
      {pendingAction === 'cancel' && (
        <div class="action-note">
          <p id="cancel-ask">{messages.cancelConfirm}</p>
          <div class="button-row">
            <button
              type="button"
              class="button-primary"
              ref={focusOnMount}
              aria-describedby="cancel-ask"
              aria-disabled={isBusy}
              onClick={store.cancel}
            >
              {isBusy ? messages.cancelling : messages.cancelConfirmYes}
            </button>
            <button type="button" disabled={isBusy} onClick={() => store.setPendingAction('nothing')}>
              {messages.cancelConfirmNo}
            </button>
          </div>
        </div>
      )}
      {pendingAction === 'nothing' && <Actions signatureRequest={signatureRequest} store={store} messages={messages} />}
      {signatureRequest.canCancel && signatureRequest.resendsLeft === 0 && lastError !== 'too_often' && (
        <p class="text-small text-muted">
          {messages.tooOften} <ContactPhone context={context} />
        </p>
      )}
      {signatureRequest.canCancel && (
        <p class="text-small text-muted">{messages.signBy(context.format.dateTime(signatureRequest.signBy))}</p>
      )}
    </section>
  );
}

const focusOnMount = (element: HTMLElement | null) => element?.focus({ preventScroll: true });

interface ActionsProps {
  readonly signatureRequest: SignatureRequest;
  readonly store: EmailSigningStore;
  readonly messages: EmailSigningMessages;
}

function Actions({ signatureRequest: { status, resendAfter, canCancel }, store, messages }: ActionsProps) {
  const isResendBlocked = useIsFuture(resendAfter);
  const isBusy = store.isBusy.value;
  const isBounced = status === 'bounced';
  return (
    <>
      <div class="button-row">
        {resendAfter && isBounced && (
          <button type="button" class="button-primary" onClick={() => store.setPendingAction('address')}>
            {messages.changeAddress}
          </button>
        )}
        {resendAfter && (
          <button
            type="button"
            class={isBounced ? '' : 'button-primary'}
            aria-disabled={isBusy || isResendBlocked}
            aria-describedby={isResendBlocked ? 'again-wait' : undefined}
            onClick={() => {
              if (!isResendBlocked) store.resend();
            }}
          >
            {isBusy ? messages.sending : messages.resend}
          </button>
        )}
        {resendAfter && !isBounced && (
          <button type="button" onClick={() => store.setPendingAction('address')}>
            {messages.changeAddress}
          </button>
        )}
        {canCancel && (
          <button type="button" class="button-link" onClick={() => store.setPendingAction('cancel')}>
            {messages.cancel}
          </button>
        )}
      </div>
      {isResendBlocked && (
        <p id="again-wait" class="text-small text-muted">
          {messages.resendWait}
        </p>
      )}
    </>
  );
}

/** No clock is so wrong that somebody should wait longer than the server has them wait. Milliseconds. */
const MAX_WAIT_MS = 30_000;

/** Whether that instant is still to come. */
function useIsFuture(instant: string | undefined): boolean {
  const elapsed = useSignal<string | undefined>(undefined);
  useEffect(() => {
    if (!instant) return undefined;
    const remainingMs = Math.min(MAX_WAIT_MS, Date.parse(instant) - Date.now());
    const timer = setTimeout(
      () => {
        elapsed.value = instant;
      },
      Math.max(0, remainingMs),
    );
    return () => clearTimeout(timer);
  }, [instant, elapsed]);
  return instant !== undefined && elapsed.value !== instant && Date.parse(instant) > Date.now();
}

function errorMessage(lastError: EmailSigningError, messages: EmailSigningMessages, context: WidgetContext): string {
  switch (lastError) {
    case 'too_soon':
      return messages.tooSoon;
    case 'too_often':
      return messages.tooOften;
    case 'not_open':
      return messages.notPending;
    case 'in_progress':
      return messages.inProgress;
    case 'unavailable':
      return messages.unavailable;
    default:
      return context.catalog.app.errors[lastError];
  }
}
