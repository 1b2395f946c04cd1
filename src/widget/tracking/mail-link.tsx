import { useSignal } from '@preact/signals';
import { mailResumeLink } from '../../wire/resume-mail.ts';
import { ProblemError } from '../bff/problem-error.ts';
import { TextField } from '../controls/text-field.tsx';
import type { MailLinkTexts } from '../i18n/en/keep-link.ts';
import type { Shopper } from '../shopper.ts';
import { pageAddress } from '../signing/go-to-signing.ts';

interface MailLinkProps {
  readonly shopper: Shopper;
  readonly contractId: string;
  readonly texts: MailLinkTexts;
}

/** Has the way back mailed, where the site's owner does that. The address goes to them and is kept nowhere. */
export function MailLink({ shopper, contractId, texts }: MailLinkProps) {
  const address = useSignal(shopper.customerInput.peek()?.texts['/signer/email'] ?? '');
  const state = useSignal<'asked' | 'sending' | 'sent' | 'not_sent' | 'no_address'>('asked');

  async function send() {
    if (state.value === 'sending') return;
    const body = { email: address.value.trim(), returnTo: pageAddress(shopper.host) };
    if (!mailResumeLink.body.shape.email.safeParse(body.email).success) {
      state.value = 'no_address';
      return;
    }
    state.value = 'sending';
    try {
      const client = await shopper.client();
      await client.call(mailResumeLink, { params: { id: contractId }, body });
      state.value = 'sent';
    } catch (error) {
      const refused = error instanceof ProblemError && error.problem.code === 'invalid_request';
      state.value = refused ? 'no_address' : 'not_sent';
    }
  }

  return (
    <form
      noValidate
      class="mail-link"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextField
        name="mail-link"
        label={texts.label}
        value={address.value}
        onText={(text) => {
          address.value = text;
          state.value = 'asked';
        }}
        error={state.value === 'no_address' ? texts.noAddress : undefined}
        input={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
      />
      <p class="actions">
        <button type="submit" aria-disabled={state.value === 'sending'}>
          {state.value === 'sending' ? texts.sending : texts.send}
        </button>
      </p>
      <p class="note" role="status">
        {state.value === 'sent' && texts.sent}
        {state.value === 'not_sent' && texts.notSent}
      </p>
    </form>
  );
}
