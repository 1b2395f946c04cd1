import { signal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { createApprovalRequest, replaceApprovalLink } from '../../wire/saved-purchase.ts';
import type { AsyncState } from '../api/errors.ts';
import { type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { TextField } from '../components/fields.tsx';
import { FocusedAlert, focusOnMount } from '../components/focused-alert.tsx';
import { errorText } from '../error-text.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import { createMisspelledEmailGuard, isMisspelledEmail } from '../normalize-input.ts';
import { returnUrl } from '../return-url.ts';
import type { WidgetContext } from '../widget-context.ts';
import { preparedHere } from './prepared-here.ts';
import type { RequestStore } from './request-store.ts';

interface ReplacementProps {
  readonly context: WidgetContext;
  readonly id: string;
  readonly store: RequestStore;
  readonly messages: ApprovalMessages;
}

/**
 * Replaces a link that was lost or was sent to the wrong address. The preparer does not have to enter the purchase
 * again.
 */
export function Replacement({ context, id, store, messages: { panel, request: messages } }: ReplacementProps) {
  const form = useMemo(() => createReplacementStore(context, id, store), [context, id, store]);
  const section = useRef<HTMLElement>(null);
  const { status, ...failure } = { errorKind: undefined, ...form.state.value };
  const isLoading = status === 'loading';
  const mailsLinks = context.site.value?.mailsLinks === true;
  async function replace(byEmail: boolean): Promise<void> {
    await form.replace(byEmail);
    if (form.state.peek().status === 'idle') section.current?.querySelector('input')?.focus();
  }
  return (
    <section ref={section} tabIndex={-1} aria-labelledby="replace-heading">
      <h3 id="replace-heading" tabIndex={-1} ref={focusOnMount}>
        {messages.replace}
      </h3>
      <p>{messages.replaceHint}</p>
      {mailsLinks && (
        <TextField
          name="replacement-email"
          label={panel.email}
          hint={panel.emailHint}
          value={form.email.value}
          onInput={form.setEmail}
          error={form.isEmailInvalid.value ? panel.emailInvalid : undefined}
          warning={isMisspelledEmail(form.email.value) ? panel.emailMisspelled : undefined}
          announcesNote
          inputProps={{ inputMode: 'email', autocomplete: 'off', spellcheck: false }}
        />
      )}
      {failure.errorKind && (
        <FocusedAlert>{errorText(context, failure.errorKind, { mail_not_sent: messages.replaceNotSent })}</FocusedAlert>
      )}
      <div class="button-row">
        {mailsLinks && (
          <button type="button" class="button-primary" aria-disabled={isLoading} onClick={() => replace(true)}>
            {isLoading ? panel.creating : panel.send}
          </button>
        )}
        <button
          type="button"
          class={mailsLinks ? '' : 'button-primary'}
          aria-disabled={isLoading}
          onClick={() => replace(false)}
        >
          {mailsLinks ? panel.createInstead : panel.create}
        </button>
        <button type="button" onClick={() => store.ask(undefined)}>
          {messages.replaceNo}
        </button>
      </div>
    </section>
  );
}

function createReplacementStore(context: WidgetContext, id: string, store: RequestStore) {
  const email = signal('');
  const isEmailInvalid = signal(false);
  const state = signal<AsyncState<undefined, ErrorKind | 'mail_not_sent'>>({ status: 'idle' });
  const needsConfirmation = createMisspelledEmailGuard();
  return {
    email,
    isEmailInvalid,
    state,
    setEmail(text: string): void {
      email.value = text;
      isEmailInvalid.value = false;
    },
    async replace(byEmail: boolean): Promise<void> {
      if (state.peek().status === 'loading') return;
      const address = byEmail ? email.value.trim() : undefined;
      isEmailInvalid.value = !createApprovalRequest.body.shape.email.safeParse(address).success;
      state.value = { status: 'idle' };
      if (isEmailInvalid.value || needsConfirmation(address ?? '')) return;
      state.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const body = { returnTo: returnUrl(context.host), ...(address === undefined ? {} : { email: address }) };
        const request = await client.call(replaceApprovalLink, { params: { id }, body });
        const created = preparedHere(context);
        created.value = { selection: created.peek()?.selection, request, email: address };
        store.setReplaced(request);
      } catch (error) {
        const code = error instanceof ProblemError ? error.problem.code : undefined;
        // The link can no longer be replaced, because the approval request has ended. The preparer's view shows the
        // request's status.
        if (code === 'approval_link_spent') store.ask(undefined);
        state.value = { status: 'error', errorKind: code === 'mail_not_sent' ? code : toErrorKind(error) };
      }
    },
  };
}
