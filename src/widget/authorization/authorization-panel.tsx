import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Authorization } from '../../wire/authorization.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import { Alert } from '../components/alert.tsx';
import { TextField } from '../components/fields.tsx';
import { Status } from '../components/live-region.tsx';
import { errorText } from '../error-text.ts';
import type { AuthorizationMessages } from '../i18n/en/authorization.ts';
import type { WidgetContext } from '../widget-context.ts';
import css from './authorization.css?inline';
import { AuthorizationForm } from './authorization-form.tsx';
import { type AuthorizationError, type AuthorizationStore, createAuthorizationStore } from './authorization-store.ts';

export { css };

interface AuthorizationPanelProps {
  readonly context: WidgetContext;
  readonly utility: Utility | undefined;
  readonly commodity: Commodity;
  readonly onCancel: () => void;
  readonly messages: AuthorizationMessages;
}

/** Requests a letter of authorization (LOA), which releases the customer's usage data, then shows its status. */
export function AuthorizationPanel({ context, utility, commodity, onCancel, messages }: AuthorizationPanelProps) {
  const store = useMemo(() => createAuthorizationStore(context), [context]);
  useEffect(() => store.stop, [store]);
  const request = store.request.value;
  const authorization = store.authorization.value;
  return (
    <>
      {authorization ? (
        <AuthorizationStatus
          context={context}
          store={store}
          authorization={authorization}
          onClose={onCancel}
          messages={messages}
        />
      ) : (
        <AuthorizationForm
          context={context}
          utility={utility}
          commodity={commodity}
          store={store}
          onCancel={onCancel}
          messages={messages}
        />
      )}
      {request.status === 'error' && <Alert>{errorMessage(request.errorKind, messages, context)}</Alert>}
    </>
  );
}

function errorMessage(error: AuthorizationError, messages: AuthorizationMessages, context: WidgetContext): string {
  if (error === 'too_often') return messages.tooOften;
  return error === 'gone' ? messages.notFound : errorText(context, error);
}

interface AuthorizationStatusProps {
  readonly context: WidgetContext;
  readonly store: AuthorizationStore;
  readonly authorization: Authorization;
  readonly onClose: () => void;
  readonly messages: AuthorizationMessages;
}

export function AuthorizationStatus({ context, store, authorization, onClose, messages }: AuthorizationStatusProps) {
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
        <button type="button" class="button-link" onClick={onClose}>
          {messages.close}
        </button>
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
