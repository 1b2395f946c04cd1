import { useRef } from 'preact/hooks';
import type { ApprovalRequest } from '../../wire/approval-request.ts';
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

/** The link to copy, or where it was emailed. After a reload, the page no longer has it. */
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
