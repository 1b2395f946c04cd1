import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import type { AsyncState } from '../api/errors.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import { TextField } from '../components/fields.tsx';
import { FocusedAlert, focusOnMount } from '../components/focused-alert.tsx';
import { errorText } from '../error-text.ts';
import type { LinkLandingMessages, ResumeEmailMessages, ResumeLinkMessages } from '../i18n/en/tracking-step.ts';
import { isMisspelledEmail } from '../normalize-input.ts';
import { RequestLink } from '../request-link.tsx';
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
      <RequestLink
        context={context}
        reference={contract.reference}
        messages={messages.emailToSigner}
        isPrimary={false}
      />
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
        store.send().then(() => store.sending.value.status === 'idle' && field?.focus());
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

interface LinkLandingProps {
  readonly context: WidgetContext;
  readonly landing: 'resume_link' | 'approval_link' | 'used';
  readonly messages: LinkLandingMessages;
}

/**
 * Shown on a page that was opened with a link, until the customer uses the link, and instead of a contract if the link
 * was already used. A link works once, so it is used only on click: mail gateways open the links of a message, and some
 * of them run the page's scripts.
 */
export function LinkLanding({ context, landing, messages }: LinkLandingProps) {
  return landing === 'used' ? (
    <UsedLink context={context} messages={messages} />
  ) : (
    <UnusedLink context={context} landing={landing} messages={messages} />
  );
}

interface UnusedLinkProps extends LinkLandingProps {
  readonly landing: 'resume_link' | 'approval_link';
}

function UnusedLink({ context, landing, messages }: UnusedLinkProps) {
  const opening = useSignal(false);
  const isOpening = opening.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The widget may be far below the top of the page.
    context.host.scrollIntoView();
    focusOnMount(heading.current);
  }, [context]);
  // If the session could not be created, the widget shows the startup error, and renders this component again when the
  // customer tries again.
  const isOpened = context.site.value !== undefined;
  useEffect(() => {
    if (isOpened) void showOpened(context, landing);
  }, [isOpened, context, landing]);
  const texts = messages[landing];

  function open(): void {
    if (isOpening) return;
    opening.value = true;
    // Creating the session uses the link.
    void context.openSession();
  }
  return (
    <div class="section">
      <h2 tabIndex={-1} ref={heading}>
        {texts.heading}
      </h2>
      <p class="text-muted lead">{texts.hint}</p>
      <div class="button-row">
        <button type="button" class="button-primary" aria-disabled={isOpening} onClick={open}>
          {isOpening ? messages.opening : texts.open}
        </button>
      </div>
    </div>
  );
}

function UsedLink({ context, messages }: Omit<LinkLandingProps, 'landing'>) {
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

/**
 * Shows the purchase or the contract of the link or, if a resume link was already used, the contract that this tab
 * showed before.
 */
async function showOpened(context: WidgetContext, landing: UnusedLinkProps['landing']): Promise<void> {
  if (landing === 'approval_link') return context.dispatch({ type: 'landed', landing: 'approval' });
  const session = await context.loadApiClient().then((client) => client.session());
  const contractId = session.contractId ?? context.sessionStore.read('contract');
  context.dispatch(contractId ? { type: 'contract_created', contractId } : { type: 'landed', landing: 'used' });
}
