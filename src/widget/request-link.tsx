import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { requestContractLink } from '../wire/resume-link.ts';
import { type AsyncState, toErrorKind } from './api/errors.ts';
import { FocusedAlert } from './components/focused-alert.tsx';
import { errorText } from './error-text.ts';
import type { SessionEndMessages } from './i18n/en/tracking-step.ts';
import { returnUrl } from './return-url.ts';
import type { WidgetContext } from './widget-context.ts';

interface RequestLinkProps {
  /** Whether the button is the main action of its view. */
  readonly isPrimary?: boolean;
  readonly context: WidgetContext;
  readonly reference: string;
  readonly messages: Pick<SessionEndMessages, 'request' | 'requesting' | 'requested'>;
}

/** A button that emails a link to a contract to the contract's signer. Shown only on sites that email links. */
export function RequestLink({ context, reference, messages, isPrimary = true }: RequestLinkProps) {
  const { request, send } = useMemo(() => createLinkRequest(context, reference), [context, reference]);
  if (!context.site.value?.mailsLinks) return null;
  const state = request.value;
  const isSending = state.status === 'loading';
  return (
    <>
      {state.status === 'error' && <FocusedAlert>{errorText(context, state.errorKind)}</FocusedAlert>}
      <p role="status">{state.status === 'success' && messages.requested}</p>
      {state.status !== 'success' && (
        <div class="button-row">
          <button type="button" class={isPrimary ? 'button-primary' : ''} aria-disabled={isSending} onClick={send}>
            {isSending ? messages.requesting : messages.request}
          </button>
        </div>
      )}
    </>
  );
}

/** Requests that the server emails a link to the signer. The widget does not have the signer's address. */
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
