import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { FieldProblem } from '../../wire/problem.ts';
import { createApprovalRequest } from '../../wire/saved-purchase.ts';
import { type AsyncState, type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { TextField } from '../components/fields.tsx';
import { FocusedAlert } from '../components/focused-alert.tsx';
import { customerDraft } from '../customer/customer-draft.ts';
import type { CustomerInput } from '../customer/customer-input.ts';
import { fieldError, type SectionProps } from '../customer/field-binding.tsx';
import { toContractRequest } from '../customer/validate-customer.ts';
import { errorText } from '../error-text.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import { createMisspelledEmailGuard, isMisspelledEmail } from '../normalize-input.ts';
import { returnUrl } from '../return-url.ts';
import { consentLocale } from '../signing/review-store.ts';
import type { WidgetContext } from '../widget-context.ts';
import { preparedHere, writeRole } from './prepared-here.ts';

interface ApprovalPanelProps extends SectionProps {
  readonly approvalMessages: ApprovalMessages;
}

/**
 * The last part of the customer form when someone else signs: saves the purchase, and creates or emails the approval
 * link.
 */
export function ApprovalPanel(props: ApprovalPanelProps) {
  const { context, selection, store: form } = props;
  const messages = props.approvalMessages.panel;
  const store = useMemo(() => createApprovalFormStore(context, selection), [context, selection]);
  const section = useRef<HTMLElement>(null);
  const isSaving = store.saving.value.status === 'loading';
  const mailsLinks = context.site.value?.mailsLinks === true;
  // The announcement is set after the first render, because screen readers announce only changes of a live region.
  const announcement = useSignal('');
  useEffect(() => {
    announcement.value = messages.announcement;
  }, [messages, announcement]);

  async function save(byEmail: boolean): Promise<void> {
    // Submitting the form validates the input and shows the errors, as for a purchase that the customer signs.
    section.current?.closest('form')?.requestSubmit();
    const isEmailValid = store.validateEmail(byEmail);
    // The summary of the form's errors has the focus.
    if (Object.keys(form.errors.peek()).length) return;
    if (isEmailValid) await store.save(form.input.peek(), byEmail);
    else section.current?.querySelector('input')?.focus();
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
          warning={isMisspelledEmail(store.email.value) ? messages.emailMisspelled : undefined}
          announcesNote
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

/** Explains why the purchase was not saved, with a message for each field that the server rejected. */
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

/** Why the purchase was not saved. `rejected`: the server rejected the fields of the form. */
type ApprovalFormError = ErrorKind | 'mail_not_sent' | 'rejected';

/** Saves the purchase for the authorized signer, and creates or emails the approval link. */
export interface ApprovalFormStore {
  readonly email: ReadonlySignal<string>;
  readonly isEmailInvalid: ReadonlySignal<boolean>;
  readonly saving: ReadonlySignal<AsyncState<undefined, ApprovalFormError>>;
  readonly rejected: ReadonlySignal<readonly FieldProblem[]>;
  setEmail(email: string): void;
  /**
   * Shows the error of the email address. The address is not needed if `byEmail` is false.
   *
   * @returns false if the customer has to correct or check the address
   */
  validateEmail(byEmail: boolean): boolean;
  /** Saves the purchase, whose input and email address must be valid. If `byEmail` is true, the link is emailed and not shown. */
  save(input: CustomerInput, byEmail: boolean): Promise<void>;
}

export function createApprovalFormStore(context: WidgetContext, selection: SelectedOffer): ApprovalFormStore {
  const email = signal('');
  const isEmailInvalid = signal(false);
  const saving = signal<AsyncState<undefined, ApprovalFormError>>({ status: 'idle' });
  const rejected = signal<readonly FieldProblem[]>([]);
  const needsConfirmation = createMisspelledEmailGuard();
  const addressFor = (byEmail: boolean) => (byEmail ? email.value.trim() : undefined);
  const fail = (errorKind: ApprovalFormError) => {
    saving.value = { status: 'error', errorKind };
  };

  function handleProblem({ problem }: ProblemError): void {
    const { code, errors = [] } = problem;
    rejected.value = errors;
    if (code === 'offer_expired' || code === 'offer_invalid')
      context.dispatch({ type: 'offer_unavailable', reason: 'offer_expired' });
    else fail(errors.length ? 'rejected' : code === 'mail_not_sent' ? code : toErrorKind(new ProblemError(problem)));
  }

  return {
    email,
    isEmailInvalid,
    saving,
    rejected,
    setEmail(text) {
      email.value = text;
      isEmailInvalid.value = false;
    },
    validateEmail(byEmail) {
      const address = addressFor(byEmail);
      isEmailInvalid.value = !createApprovalRequest.body.shape.email.safeParse(address).success;
      return !isEmailInvalid.value && !needsConfirmation(address ?? '');
    },
    async save(input, byEmail) {
      if (saving.value.status === 'loading') return;
      const address = addressFor(byEmail);
      saving.value = { status: 'loading' };
      try {
        const body = createApprovalRequest.body.parse(toBody(context, selection, input, address));
        const request = await (await context.loadApiClient()).call(createApprovalRequest, { body });
        writeRole(context, { role: 'prepared', id: request.id });
        preparedHere(context).value = { request, selection, email: address };
        context.dispatch({ type: 'landed', landing: 'approval' });
      } catch (error) {
        if (error instanceof ProblemError) handleProblem(error);
        else fail(toErrorKind(error));
      }
    },
  };
}

/** Creates the request body of the prepared purchase: all data of the contract except the signer and the tax ID. */
function toBody(
  context: WidgetContext,
  { offer, postalCode, utility }: SelectedOffer,
  input: CustomerInput,
  email: string | undefined,
) {
  const fields = Object.entries(input.fields).filter(([path]) => path !== '/customer/taxId');
  const request = toContractRequest({ ...input, fields: Object.fromEntries(fields) }, utility.state);
  const { signer: _, ...purchase } = request;
  return {
    ...purchase,
    offerToken: offer.offerToken,
    locale: consentLocale(context),
    postalCode,
    ...(input.exempt && { taxExempt: true }),
    ...(email !== undefined && { email }),
    returnTo: returnUrl(context.host),
  };
}
