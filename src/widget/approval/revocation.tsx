import { FocusedAlert } from '../components/focused-alert.tsx';
import { errorText } from '../error-text.ts';
import { focusOnMount } from '../focus-on-mount.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { RequestStore } from './request-store.ts';

interface RevocationProps {
  readonly context: WidgetContext;
  readonly store: RequestStore;
  readonly messages: ApprovalMessages['request'];
}

/** Asks whether to revoke the request, and revokes it. */
export function Revocation({ context, store, messages }: RevocationProps) {
  const state = store.revoking.value;
  const isRevoking = state.status === 'loading';
  return (
    <section aria-label={messages.revoke}>
      <p id="revoke-confirmation">{messages.revokeConfirm}</p>
      <div class="button-row">
        <button
          type="button"
          ref={focusOnMount}
          aria-describedby="revoke-confirmation"
          disabled={isRevoking}
          onClick={() => store.ask(undefined)}
        >
          {messages.revokeNo}
        </button>
        <button type="button" class="approval-revoke" aria-disabled={isRevoking} onClick={store.revoke}>
          {isRevoking ? messages.revoking : messages.revokeYes}
        </button>
      </div>
      {state.status === 'error' && <FocusedAlert>{errorText(context, state.errorKind)}</FocusedAlert>}
    </section>
  );
}
