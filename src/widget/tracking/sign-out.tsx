import { signal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { endSessions } from '../../wire/session.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import { errorText } from '../error-text.ts';
import { focusOnMount } from '../focus-on-mount.ts';
import type { SessionEndMessages } from '../i18n/en/resume-link.ts';
import type { WidgetContext } from '../widget-context.ts';

interface SignOutProps {
  readonly context: WidgetContext;
  readonly messages: SessionEndMessages;
}

/** Ends every session with access to the contract, after a confirmation. */
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
          // The focused button has been removed.
          ref={wasAsked.current ? focusOnMount : null}
          onClick={() => setStep('confirming')}
        >
          {messages.signOut}
        </button>
      </p>
    );
  const isSending = value === 'sending';
  return (
    <section aria-label={messages.signOut}>
      <p>{messages.signOutConfirm}</p>
      <div class="button-row">
        <button type="button" ref={focusOnMount} aria-disabled={isSending} onClick={signOut}>
          {isSending ? messages.signingOut : messages.signOutYes}
        </button>
        <button type="button" onClick={() => setStep('idle')}>
          {messages.signOutNo}
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
