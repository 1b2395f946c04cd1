import { useEffect, useRef } from 'preact/hooks';
import { TextField } from '../components/text-field.tsx';
import type { EmailSigningMessages } from '../i18n/en/email-signing.ts';
import type { EmailSigningStore } from './store.ts';

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
        store.resendToRecipient();
        if (store.isRecipientInvalid.value) focus();
      }}
    >
      <TextField
        name="inboxAddress"
        label={messages.addressLabel}
        value={store.recipient.value}
        onInput={store.setRecipient}
        error={store.isRecipientInvalid.value ? messages.addressInvalid : undefined}
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
