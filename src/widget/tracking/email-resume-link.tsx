import { useSignal } from '@preact/signals';
import { emailResumeLink } from '../../wire/email-resume-link.ts';
import { ProblemError } from '../api/problem-error.ts';
import { TextField } from '../components/text-field.tsx';
import type { ResumeEmailMessages } from '../i18n/en/resume-link.ts';
import { returnUrl } from '../signing/open-signing.ts';
import type { WidgetContext } from '../widget-context.ts';

interface EmailResumeLinkProps {
  readonly context: WidgetContext;
  readonly contractId: string;
  readonly messages: ResumeEmailMessages;
}

/** Has the way back mailed, where the site's owner does that. The address goes to them and is kept nowhere. */
export function EmailResumeLink({ context, contractId, messages }: EmailResumeLinkProps) {
  const address = useSignal(context.customerInput.peek()?.fields['/signer/email'] ?? '');
  const state = useSignal<'asked' | 'sending' | 'sent' | 'not_sent' | 'no_address'>('asked');

  async function send() {
    if (state.value === 'sending') return;
    const body = { email: address.value.trim(), returnTo: returnUrl(context.host) };
    if (!emailResumeLink.body.shape.email.safeParse(body.email).success) {
      state.value = 'no_address';
      return;
    }
    state.value = 'sending';
    try {
      const client = await context.loadApiClient();
      await client.call(emailResumeLink, { params: { id: contractId }, body });
      state.value = 'sent';
    } catch (error) {
      const isInvalidEmail = error instanceof ProblemError && error.problem.code === 'invalid_request';
      state.value = isInvalidEmail ? 'no_address' : 'not_sent';
    }
  }

  return (
    <form
      noValidate
      class="resume-email"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextField
        name="mail-link"
        label={messages.label}
        value={address.value}
        onInput={(text) => {
          address.value = text;
          state.value = 'asked';
        }}
        error={state.value === 'no_address' ? messages.addressInvalid : undefined}
        inputProps={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
      />
      <p class="button-row">
        <button type="submit" aria-disabled={state.value === 'sending'}>
          {state.value === 'sending' ? messages.sending : messages.send}
        </button>
      </p>
      <p class="field-note" role="status">
        {state.value === 'sent' && messages.sent}
        {state.value === 'not_sent' && messages.sendFailed}
      </p>
    </form>
  );
}
