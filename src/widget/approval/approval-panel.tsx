import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { FocusedAlert } from '../components/focused-alert.tsx';
import { TextField } from '../components/text-field.tsx';
import { customerDraft } from '../customer/customer-draft.ts';
import { fieldError, type SectionProps } from '../customer/field-binding.ts';
import { errorText } from '../error-text.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import { type ApprovalFormStore, createApprovalFormStore } from './approval-form-store.ts';

interface ApprovalPanelProps extends SectionProps {
  readonly approvalMessages: ApprovalMessages;
}

/** The end of the customer form if someone else signs: saves the purchase, and creates or emails the approval link. */
export function ApprovalPanel(props: ApprovalPanelProps) {
  const { context, selection, store: form } = props;
  const messages = props.approvalMessages.panel;
  const store = useMemo(() => createApprovalFormStore(context, selection), [context, selection]);
  const section = useRef<HTMLElement>(null);
  const isSaving = store.saving.value.status === 'loading';
  const mailsLinks = context.site.value?.mailsLinks === true;
  // Set after the first render, because screen readers announce only changes of a region.
  const announcement = useSignal('');
  useEffect(() => {
    announcement.value = messages.announcement;
  }, [messages, announcement]);

  async function save(byEmail: boolean): Promise<void> {
    // The form shows its errors, as it does before the review.
    section.current?.closest('form')?.requestSubmit();
    if (Object.keys(form.errors.peek()).length) return;
    await store.save(form.input.peek(), byEmail);
    if (store.isEmailInvalid.peek()) section.current?.querySelector('input')?.focus();
  }
  const createLabel = mailsLinks ? messages.createInstead : messages.create;

  return (
    <section ref={section} class="approval" aria-label={messages.heading}>
      <p class="visually-hidden" role="status">
        {announcement.value}
      </p>
      <h2>{messages.heading}</h2>
      <p class="text-muted">
        {messages.hint} {Object.keys(customerDraft(context).files.value).length > 0 && messages.filesNotIncluded}
      </p>
      {mailsLinks && (
        <TextField
          name="approval-email"
          label={messages.email}
          hint={messages.emailHint}
          value={store.email.value}
          onInput={store.setEmail}
          error={store.isEmailInvalid.value ? messages.emailInvalid : undefined}
          inputProps={{ inputMode: 'email', autocomplete: 'off', spellcheck: false }}
        />
      )}
      <SaveError {...props} store={form} approvalStore={store} />
      <div class="button-row">
        {mailsLinks && (
          <button type="button" class="button-primary" aria-disabled={isSaving} onClick={() => save(true)}>
            {isSaving ? messages.creating : messages.send}
          </button>
        )}
        <button
          type="button"
          class={mailsLinks ? '' : 'button-primary'}
          aria-disabled={isSaving}
          onClick={() => save(false)}
        >
          {isSaving && !mailsLinks ? messages.creating : createLabel}
        </button>
        <button type="button" onClick={() => context.dispatch({ type: 'back' })}>
          {props.messages.back}
        </button>
      </div>
    </section>
  );
}

/** Why the purchase was not saved. The fields that the server rejected are named by their messages. */
function SaveError({
  context,
  messages,
  approvalMessages: { panel },
  approvalStore: { saving, rejected },
}: ApprovalPanelProps & { readonly approvalStore: ApprovalFormStore }) {
  const state = saving.value;
  if (state.status !== 'error') return null;
  const fields = rejected.value.map(({ path, code }) => fieldError(messages, path, code));
  const texts = { mail_not_sent: panel.mailNotSent, rejected: `${panel.rejected} ${[...new Set(fields)].join(' ')}` };
  return <FocusedAlert>{errorText(context, state.errorKind, texts)}</FocusedAlert>;
}
