import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { endSessions } from '../../wire/session.ts';
import { type ErrorKind, toErrorKind } from '../api/errors.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import { focusOnMount } from '../components/focused-alert.tsx';
import { clearCustomerDraft } from '../customer/customer-draft.ts';
import { errorText } from '../error-text.ts';
import type { SessionEndMessages } from '../i18n/en/tracking-step.ts';
import { RequestLink } from '../request-link.tsx';
import type { WidgetContext } from '../widget-context.ts';

interface SessionEndedProps {
  readonly context: WidgetContext;
  /** The reference of the contract that this tab showed. Empty if the reference is unknown. */
  readonly reference: string;
  readonly messages: SessionEndMessages;
}

/** Shown in place of the contract when the session has ended. Offers to email a link to the signer. */
export function SessionEnded({ context, reference, messages }: SessionEndedProps) {
  // The next session has no access to the contracts of this tab.
  useEffect(() => context.sessionStore.write('contracts', undefined), [context]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that ended the session had the focus and has been removed.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="section">
      <div role="alert">
        <h2 ref={heading} tabIndex={-1}>
          {messages.ended}
        </h2>
        <p class="text-muted lead">
          {reference && messages.reference(reference)} <ContactPhone context={context} />
        </p>
      </div>
      {reference && <RequestLink context={context} reference={reference} messages={messages} />}
      <div class="button-row">
        <button
          type="button"
          onClick={() => {
            clearCustomerDraft(context);
            context.dispatch({ type: 'restarted' });
          }}
        >
          {messages.seeRates}
        </button>
      </div>
    </div>
  );
}

interface SignOutProps {
  readonly context: WidgetContext;
  readonly messages: SessionEndMessages;
}

export function SignOut({ context, messages }: SignOutProps) {
  const { step, setStep, signOut } = useMemo(() => createSignOut(context), [context]);
  const { value } = step;
  const wasAsked = useRef(false);
  wasAsked.current ||= value !== 'idle';
  if (value === 'idle')
    return (
      <p class="button-row">
        <button
          type="button"
          class="button-link"
          // After the confirmation closes, this button gets the focus.
          ref={wasAsked.current ? focusOnMount : null}
          onClick={() => setStep('confirming')}
        >
          {messages.signOut}
        </button>
      </p>
    );
  const isSending = value === 'sending';
  return (
    <section class="action-note" aria-label={messages.signOut}>
      <p id="sign-out-confirmation">{messages.signOutConfirm}</p>
      <div class="button-row">
        <button
          type="button"
          class="button-primary"
          ref={focusOnMount}
          aria-describedby="sign-out-confirmation"
          onClick={() => setStep('idle')}
        >
          {messages.signOutNo}
        </button>
        <button type="button" class="button-danger" aria-disabled={isSending} onClick={signOut}>
          {isSending ? messages.signingOut : messages.signOutYes}
        </button>
      </div>
      <p class="field-note field-note-error" role="alert">
        {typeof value === 'object' && errorText(context, value.error)}
      </p>
    </section>
  );
}

function createSignOut(context: WidgetContext) {
  const step = signal<'idle' | 'confirming' | 'sending' | { readonly error: ErrorKind }>('idle');
  return {
    step,
    setStep(next: 'idle' | 'confirming') {
      step.value = next;
    },
    async signOut() {
      if (step.value === 'sending') return;
      step.value = 'sending';
      try {
        await (await context.loadApiClient()).call(endSessions, {});
        context.sessionStore.write('session', undefined);
        context.dispatch({ type: 'session_ended' });
      } catch (error) {
        step.value = { error: toErrorKind(error) };
      }
    },
  };
}
