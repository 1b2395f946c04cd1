import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Contract, SignatureRequest } from '../../wire/contract.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import { TextField } from '../components/fields.tsx';
import { FocusedAlert, focusOnMount } from '../components/focused-alert.tsx';
import type { ContractSubscription } from '../contract/contract-subscription.ts';
import { errorText } from '../error-text.ts';
import type { EmailSigningMessages } from '../i18n/en/signing.ts';
import { isMisspelledEmail } from '../normalize-input.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createEmailSigningStore, type EmailSigningError, type EmailSigningStore } from './store.ts';

interface EmailSigningPanelProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly signatureRequest: SignatureRequest;
  readonly subscription: ContractSubscription;
  readonly messages: EmailSigningMessages;
}

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
    // The button that had the focus has been removed, so the section gets the focus.
    if (previousAction.current !== pendingAction && pendingAction === 'none')
      section.current?.focus({ preventScroll: true });
    previousAction.current = pendingAction;
  }, [pendingAction]);
  const mutation = store.mutation.value;
  const isBusy = mutation.status === 'loading';
  const error = mutation.status === 'error' ? mutation.errorKind : undefined;

  return (
    <section ref={section} class="email-signing" aria-label={messages.label} tabIndex={-1}>
      {error && (
        <FocusedAlert>
          {errorMessage(error, messages, context)} <ContactPhone context={context} />
        </FocusedAlert>
      )}
      {pendingAction === 'change_address' && <RecipientForm store={store} messages={messages} />}
      {pendingAction === 'cancel' && (
        <div class="action-note">
          <p id="cancel-confirmation">{messages.cancelConfirm}</p>
          <div class="button-row">
            <button
              type="button"
              class="button-primary"
              ref={focusOnMount}
              aria-describedby="cancel-confirmation"
              disabled={isBusy}
              onClick={() => store.setPendingAction('none')}
            >
              {messages.cancelConfirmNo}
            </button>
            <button type="button" class="button-danger" aria-disabled={isBusy} onClick={store.cancel}>
              {isBusy ? messages.cancelling : messages.cancelConfirmYes}
            </button>
          </div>
        </div>
      )}
      {pendingAction === 'none' && <Actions signatureRequest={signatureRequest} store={store} messages={messages} />}
      {signatureRequest.canCancel && signatureRequest.resendsLeft === 0 && error !== 'too_often' && (
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

interface ActionsProps {
  readonly signatureRequest: SignatureRequest;
  readonly store: EmailSigningStore;
  readonly messages: EmailSigningMessages;
}

function Actions({ signatureRequest: { status, resendAfter, canCancel }, store, messages }: ActionsProps) {
  const isResendBlocked = useIsFuture(resendAfter);
  const isBusy = store.mutation.value.status === 'loading';
  const isBounced = status === 'bounced';
  return (
    <>
      <div class="button-row">
        {resendAfter && isBounced && (
          <button type="button" class="button-primary" onClick={() => store.setPendingAction('change_address')}>
            {messages.changeAddress}
          </button>
        )}
        {resendAfter && (
          <button
            type="button"
            class={isBounced ? '' : 'button-primary'}
            aria-disabled={isBusy || isResendBlocked}
            aria-describedby={isResendBlocked ? 'resend-wait' : undefined}
            onClick={() => {
              if (!isResendBlocked) store.resend();
            }}
          >
            {isBusy ? messages.sending : messages.resend}
          </button>
        )}
        {resendAfter && !isBounced && (
          <button type="button" onClick={() => store.setPendingAction('change_address')}>
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
        <p id="resend-wait" class="text-small text-muted">
          {messages.resendWait}
        </p>
      )}
    </>
  );
}

/** Maximum wait before a resend, in case the device's clock is wrong. */
const MAX_WAIT_MS = 30_000;

/** Whether a time is in the future. Rerenders the component when the time has passed. */
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

function errorMessage(error: EmailSigningError, messages: EmailSigningMessages, context: WidgetContext): string {
  switch (error) {
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
      return errorText(context, error);
  }
}

/** Sends the signature request to a different address. Keeps the input until sending has succeeded. */
export function RecipientForm({
  store,
  messages,
}: {
  readonly store: EmailSigningStore;
  readonly messages: EmailSigningMessages;
}) {
  const form = useRef<HTMLFormElement>(null);
  const isBusy = store.mutation.value.status === 'loading';
  const focus = () => form.current?.querySelector('input')?.focus();
  useEffect(focus, []);
  return (
    <form
      ref={form}
      noValidate
      class="action-note"
      onSubmit={(event) => {
        event.preventDefault();
        store.resendToRecipient().then((isSent) => isSent || focus());
      }}
    >
      <TextField
        name="inboxAddress"
        label={messages.addressLabel}
        value={store.recipient.value}
        onInput={store.setRecipient}
        error={store.isRecipientInvalid.value ? messages.addressInvalid : undefined}
        warning={isMisspelledEmail(store.recipient.value) ? messages.addressMisspelled : undefined}
        announcesNote
        inputProps={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
      />
      <div class="button-row">
        <button type="submit" class="button-primary" aria-disabled={isBusy}>
          {isBusy ? messages.sending : messages.sendToAddress}
        </button>
        <button type="button" disabled={isBusy} onClick={() => store.setPendingAction('none')}>
          {messages.keepAddress}
        </button>
      </div>
    </form>
  );
}
