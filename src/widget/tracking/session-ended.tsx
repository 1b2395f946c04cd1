import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { requestContractLink } from '../../wire/contract-link-request.ts';
import type { AsyncState } from '../async-state.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import { FocusedAlert } from '../components/focused-alert.tsx';
import { clearCustomerDraft } from '../customer/customer-draft.ts';
import { toErrorKind } from '../error-kind.ts';
import { errorText } from '../error-text.ts';
import type { SessionEndMessages } from '../i18n/en/resume-link.ts';
import { returnUrl } from '../return-url.ts';
import type { WidgetContext } from '../widget-context.ts';

interface SessionEndedProps {
  readonly context: WidgetContext;
  /** The reference of the contract that this tab showed. Empty if it is not known. */
  readonly reference: string;
  readonly messages: SessionEndMessages;
}

/** Shown in place of the contract when the session has ended, with a way back that proves who the customer is. */
export function SessionEnded({ context, reference, messages }: SessionEndedProps) {
  const { request, send } = useMemo(() => createLinkRequest(context, reference), [context, reference]);
  // The next session has no access to them.
  useEffect(() => context.sessionStore.write('contracts', undefined), [context]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The focused button that ended the session has been removed.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const state = request.value;
  const isSending = state.status === 'loading';
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
      {state.status === 'error' && <FocusedAlert>{errorText(context, state.errorKind)}</FocusedAlert>}
      <p role="status">{state.status === 'success' && messages.requested}</p>
      <div class="button-row">
        {reference && context.site.value?.mailsLinks && state.status !== 'success' && (
          <button type="button" class="button-primary" aria-disabled={isSending} onClick={send}>
            {isSending ? messages.requesting : messages.request}
          </button>
        )}
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

/** Asks the server to email a link to the signer, whose address the page does not know. */
function createLinkRequest(context: WidgetContext, reference: string) {
  const request = signal<AsyncState<undefined>>({ status: 'idle' });
  return {
    request,
    async send() {
      if (request.value.status === 'loading') return;
      request.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        await client.call(requestContractLink, { body: { reference, returnTo: returnUrl(context.host) } });
        request.value = { status: 'success', data: undefined };
      } catch (error) {
        request.value = { status: 'error', errorKind: toErrorKind(error) };
      }
    },
  };
}
