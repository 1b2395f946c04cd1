import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ApprovalRequest } from '../../wire/approval-request.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { errorText } from '../error-text.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { WidgetContext } from '../widget-context.ts';
import { type PreparedHere, preparedHere, writeRole } from './prepared-here.ts';
import { createRequestStore, isOpen, type RequestStore } from './request-store.ts';

interface ViewProps {
  readonly context: WidgetContext;
  readonly messages: ApprovalMessages['request'];
}

/** The preparer's page: the approval link, the status of the request, and nothing about the contract. */
export function PreparerView({ context, id, messages }: ViewProps & { readonly id: string }) {
  const store = useMemo(() => createRequestStore(context, id), [context, id]);
  useEffect(() => {
    store.start();
    return store.stop;
  }, [store]);
  const heading = useRef<HTMLHeadingElement>(null);
  const wasConfirming = useRef(false);
  const isConfirming = store.isConfirming.value;
  useEffect(() => {
    // The focused button has been removed.
    if (wasConfirming.current && !isConfirming) heading.current?.focus({ preventScroll: true });
    wasConfirming.current = isConfirming;
  }, [isConfirming]);
  const request = store.request.value;
  const link = useRef<HTMLDivElement>(null);
  const isPending = request !== undefined && request !== 'gone' && request.status === 'pending';
  const root = link.current?.getRootNode();
  const losesFocus = !isPending && root instanceof ShadowRoot && link.current?.contains(root.activeElement) === true;
  useEffect(() => {
    // The other person has opened the link, and the focused button has been removed.
    if (losesFocus) heading.current?.focus({ preventScroll: true });
  }, [losesFocus]);
  if (request === undefined) return <p class="section text-muted">{messages.loading}</p>;
  const isGone = request === 'gone';
  const created = preparedHere(context).value;
  const isActive = !isGone && isOpen(request.status);
  return (
    <div class="section approval">
      <h2 ref={heading} tabIndex={-1}>
        {isGone ? messages.gone : messages.heading[request.status]}
      </h2>
      <p class="lead" role="status">
        {isGone ? messages.goneHint : messages.nextStep[request.status]} {isGone && <ContactPhone context={context} />}
      </p>
      <div ref={link}>
        {!isGone && isPending && (
          <ApprovalLink context={context} request={request} created={created} store={store} messages={messages} />
        )}
      </div>
      {isActive && <p class="text-small text-muted">{messages.live}</p>}
      {isActive && <Revocation context={context} store={store} messages={messages} />}
      {!isActive && (
        <EndActions
          context={context}
          // After the signature, the same purchase must not be prepared again.
          created={isGone || request.status !== 'signed' ? created : undefined}
          messages={messages}
        />
      )}
    </div>
  );
}

interface ApprovalLinkProps extends ViewProps {
  readonly request: ApprovalRequest;
  readonly created: PreparedHere | undefined;
  readonly store: RequestStore;
}

/** The link to copy, or where it was emailed. After a reload, the page no longer has it. */
function ApprovalLink({ context, request, created, store, messages }: ApprovalLinkProps) {
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

/** Revokes the request, after a confirmation. */
function Revocation({ context, store, messages }: ViewProps & { readonly store: RequestStore }) {
  if (!store.isConfirming.value)
    return (
      <p class="button-row">
        <button type="button" class="button-link" onClick={() => store.setConfirming(true)}>
          {messages.revoke}
        </button>
      </p>
    );
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
          onClick={() => store.setConfirming(false)}
        >
          {messages.revokeNo}
        </button>
        <button type="button" class="approval-revoke" aria-disabled={isRevoking} onClick={store.revoke}>
          {isRevoking ? messages.revoking : messages.revokeYes}
        </button>
      </div>
      {state.status === 'error' && <Alert>{errorText(context, state.errorKind)}</Alert>}
    </section>
  );
}

const focusOnMount = (element: HTMLElement | null) => element?.focus({ preventScroll: true });

/** Once nothing can change any more: back to the form, if this page still has the input, or to the rates. */
function EndActions({ context, created, messages }: ViewProps & { readonly created: PreparedHere | undefined }) {
  const leave = () => {
    writeRole(context, undefined);
    preparedHere(context).value = undefined;
  };
  return (
    <div class="button-row">
      {created && (
        <button
          type="button"
          onClick={() => {
            leave();
            context.dispatch({ type: 'offer_selected', selection: created.selection });
          }}
        >
          {messages.backToDetails}
        </button>
      )}
      <button
        type="button"
        onClick={() => {
          leave();
          context.dispatch({ type: 'restarted' });
        }}
      >
        {messages.seeRates}
      </button>
    </div>
  );
}
