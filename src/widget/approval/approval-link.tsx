import { useRef } from 'preact/hooks';
import type { ApprovalRequest } from '../../wire/saved-purchase.ts';
import { FocusedAlert, focusOnMount } from '../components/focused-alert.tsx';
import { errorText } from '../error-text.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { PreparedHere } from './prepared-here.ts';
import type { RequestStore } from './request-store.ts';

interface ApprovalLinkProps {
  readonly context: WidgetContext;
  readonly request: ApprovalRequest;
  readonly created: PreparedHere | undefined;
  readonly store: RequestStore;
  readonly messages: ApprovalMessages['request'];
}

/**
 * Shows the link to copy, or the address that the link was emailed to. After a reload, the widget has neither and shows
 * a hint instead.
 */
export function ApprovalLink({ context, request, created, store, messages }: ApprovalLinkProps) {
  const field = useRef<HTMLInputElement>(null);
  const url = created?.request.url;
  const copyResult = store.copyResult.value;
  async function copy(text: string): Promise<void> {
    await store.copy(text);
    if (store.copyResult.peek() === 'copyFailed') field.current?.select();
  }
  return (
    <div class="approval-link">
      {created?.email !== undefined && <p>{messages.sentTo(created.email)}</p>}
      {!created && <p>{messages.linkHidden}</p>}
      {url !== undefined && (
        <>
          <label>
            {messages.linkLabel}
            <input ref={field} readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <p class="text-small text-muted">{messages.linkHint}</p>
        </>
      )}
      <p class="text-small text-muted">{messages.expiry(context.format.dateTime(request.expiresAt))}</p>
      {url !== undefined && (
        <>
          <div class="button-row">
            <button type="button" class="button-primary" onClick={() => copy(url)}>
              {messages.copy}
            </button>
          </div>
          <p class="field-note" role="status">
            {copyResult && messages[copyResult]}
          </p>
        </>
      )}
    </div>
  );
}

interface RevocationProps {
  readonly context: WidgetContext;
  readonly store: RequestStore;
  readonly messages: ApprovalMessages['request'];
}

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
