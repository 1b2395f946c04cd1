import { useEffect, useRef } from 'preact/hooks';
import type { Authorization } from '../../wire/authorization.ts';
import { Status } from '../components/status.tsx';
import { TextField } from '../components/text-field.tsx';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { AuthorizationStore } from './authorization-store.ts';

interface AuthorizationStatusProps {
  readonly context: WidgetContext;
  readonly store: AuthorizationStore;
  readonly authorization: Authorization;
  readonly messages: AuthorizationMessages;
}

/** The authorization's status, actions and history. */
export function AuthorizationStatus({ context, store, authorization, messages }: AuthorizationStatusProps) {
  const { status, to, reason, reference, timeline } = authorization;
  const heading = useRef<HTMLHeadingElement>(null);
  const canResend = status === 'sent' || status === 'viewed' || status === 'bounced' || status === 'expired';
  const canCancel = canResend || status === 'preparing';
  const isBusy = store.request.value.status === 'loading';
  const { format } = context;

  // This view replaces the form, and with it the button that had focus.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  return (
    <section class="authorization" aria-label={messages.heading}>
      <h3 ref={heading} tabIndex={-1}>
        {messages.status[status]}
      </h3>
      <Status>{messages.nextStep[status](to)}</Status>
      {reason && <p>“{reason}”</p>}
      {canResend && (
        <TextField
          name="letterEmail"
          label={messages.newAddress}
          optional={context.catalog.app.optional}
          hint={messages.newAddressHint}
          value={store.recipient.value}
          onInput={store.setRecipient}
          error={store.isRecipientInvalid.value ? messages.errors.email : undefined}
          inputProps={{ autocomplete: 'email', inputMode: 'email' }}
        />
      )}
      <div class="button-row">
        {canResend && (
          <button type="button" aria-disabled={isBusy} onClick={store.resend}>
            {isBusy ? messages.sending : messages.resend}
          </button>
        )}
        {canCancel && (
          <button type="button" class="button-link" aria-disabled={isBusy} onClick={store.cancel}>
            {messages.cancel}
          </button>
        )}
        {!canCancel && status !== 'signed' && (
          <button type="button" onClick={store.reset}>
            {messages.createAnother}
          </button>
        )}
      </div>
      <p class="text-small text-muted">{messages.reference(reference)}</p>
      <ol class="text-small">
        {timeline.map((entry) => (
          <li key={entry.status + entry.at}>
            {messages.events[entry.status]}, <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
