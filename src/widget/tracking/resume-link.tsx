import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import type { AsyncState } from '../api/errors.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import { TextField } from '../components/fields.tsx';
import { FocusedAlert, focusOnMount } from '../components/focused-alert.tsx';
import { errorText } from '../error-text.ts';
import type { ResumeEmailMessages, ResumeLandingMessages, ResumeLinkMessages } from '../i18n/en/tracking-step.ts';
import { isMisspelledEmail } from '../normalize-input.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createResumeEmailStore, createResumeLinkStore } from './resume-link-store.ts';

interface ShareResumeLinkProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: ResumeLinkMessages;
}

export function ShareResumeLink({ context, contract, messages }: ShareResumeLinkProps) {
  const store = useMemo(() => createResumeLinkStore(context, contract.id), [context, contract.id]);
  const field = useRef<HTMLInputElement>(null);
  const state = store.link.value;
  const { status, data: link } = state;
  const isCreated = link !== undefined;
  useEffect(() => {
    // The field replaces the button that had the focus, so the field gets the focus.
    if (isCreated) field.current?.focus();
  }, [isCreated]);
  const quota = quotaText(context, state);
  const notice = status === 'error' ? 'failed' : store.copyResult.value;

  async function copy(url: string) {
    await store.copy(url);
    if (store.copyResult.value === 'copyFailed') field.current?.select();
  }

  return (
    <section class="resume-link" aria-label={messages.heading}>
      <h3>{messages.heading}</h3>
      <p class="text-small text-muted">{messages.hint}</p>
      {link ? (
        <>
          <label>
            {messages.label}
            <input ref={field} readOnly value={link.url} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <p class="text-small text-muted">{messages.expiry(context.format.dateTime(link.expiresAt))}</p>
          <div class="button-row">
            <button type="button" onClick={() => copy(link.url)}>
              {messages.copy}
            </button>
            {'share' in navigator && (
              <button type="button" onClick={() => store.share(messages.shareTitle(contract.reference), link.url)}>
                {messages.share}
              </button>
            )}
          </div>
        </>
      ) : (
        <p class="button-row">
          <button type="button" aria-disabled={status === 'loading'} onClick={store.createLink}>
            {status === 'loading' ? messages.creating : messages.create}
          </button>
        </p>
      )}
      <p class="field-note" role="status">
        {!quota && notice && messages[notice]}
      </p>
      {quota && <FocusedAlert>{quota}</FocusedAlert>}
      {context.site.value?.mailsLinks && (
        <EmailResumeLink context={context} contractId={contract.id} messages={messages.email} />
      )}
    </section>
  );
}

const quotaText = (context: WidgetContext, state: AsyncState<unknown>): string | undefined =>
  state.status === 'error' && state.errorKind === 'quota_reached' ? errorText(context, state.errorKind) : undefined;

interface EmailResumeLinkProps {
  readonly context: WidgetContext;
  readonly contractId: string;
  readonly messages: ResumeEmailMessages;
}

/** A form that sends the resume link by email. Shown only on sites that email links. */
function EmailResumeLink({ context, contractId, messages }: EmailResumeLinkProps) {
  const store = useMemo(() => createResumeEmailStore(context, contractId), [context, contractId]);
  const state = store.sending.value;
  const { status } = state;
  const quota = quotaText(context, state);
  return (
    <form
      noValidate
      class="resume-email"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.querySelector('input');
        store.send().then(() => store.isEmailInvalid.value && field?.focus());
      }}
    >
      <TextField
        name="mail-link"
        label={messages.label}
        value={store.email.value}
        onInput={store.setEmail}
        error={store.isEmailInvalid.value ? messages.addressInvalid : undefined}
        warning={isMisspelledEmail(store.email.value) ? messages.addressMisspelled : undefined}
        announcesNote
        inputProps={{ inputMode: 'email', autocomplete: 'email', spellcheck: false }}
      />
      <p class="button-row">
        <button type="submit" aria-disabled={status === 'loading'}>
          {status === 'loading' ? messages.sending : messages.send}
        </button>
      </p>
      <p class="field-note" role="status">
        {status === 'success' && messages.sent}
        {state.status === 'error' &&
          !quota &&
          (state.errorKind === 'offline' ? errorText(context, state.errorKind) : messages.sendFailed)}
      </p>
      {quota && <FocusedAlert>{quota}</FocusedAlert>}
    </form>
  );
}

interface ResumeLinkLandingProps {
  readonly context: WidgetContext;
  readonly link: 'opening' | 'used';
  readonly messages: ResumeLandingMessages;
}

/** Opens a resume link. Shown while the link is being opened, or instead of a contract if the link was already used. */
export function ResumeLinkLanding({ context, link, messages }: ResumeLinkLandingProps) {
  useEffect(() => {
    if (link === 'opening') void openContract(context);
  }, [context, link]);
  if (link === 'opening') return <p class="section text-muted">{messages.opening}</p>;
  return (
    <div class="section">
      <div role="alert">
        <h2 tabIndex={-1} ref={focusOnMount}>
          {messages.used}
        </h2>
        <p class="text-muted lead">
          {messages.usedHint} <ContactPhone context={context} />
        </p>
      </div>
      <div class="button-row">
        <button type="button" class="button-primary" onClick={() => context.dispatch({ type: 'restarted' })}>
          {messages.seeRates}
        </button>
      </div>
    </div>
  );
}

/** Shows the contract of the link or, if the link was already used, the contract that this tab showed before. */
async function openContract(context: WidgetContext): Promise<void> {
  const opened = await context
    .loadApiClient()
    .then((client) => client.session())
    .catch(() => undefined);
  // Without a session, the widget shows the startup error, and renders this component again after a retry.
  if (!opened) return;
  const contractId = opened.contractId ?? context.sessionStore.read('contract');
  context.dispatch(contractId ? { type: 'contract_created', contractId } : { type: 'landed', landing: 'used' });
}
