import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ApprovalRequest } from '../../wire/approval-request.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';
import { ApprovalLink } from './approval-link.tsx';
import { ApprovalProgress } from './approval-progress.tsx';
import { EndActions } from './end-actions.tsx';
import { preparedHere } from './prepared-here.ts';
import { Replacement } from './replacement.tsx';
import { createRequestStore, isLive, isOpen } from './request-store.ts';
import { Revocation } from './revocation.tsx';

interface PreparerViewProps {
  readonly context: WidgetContext;
  readonly id: string;
  readonly messages: ApprovalMessages;
  /** The names of contract statuses. */
  readonly contractStatuses: TrackingMessages['event'];
}

/** The preparer's page: the approval link, the status of the request, and the contract's reference and status. */
export function PreparerView({ context, id, messages: approvalMessages, contractStatuses }: PreparerViewProps) {
  const messages = approvalMessages.request;
  const store = useMemo(() => createRequestStore(context, id), [context, id]);
  useEffect(() => {
    store.start();
    return store.stop;
  }, [store]);
  const heading = useRef<HTMLHeadingElement>(null);
  const wasAsked = useRef(false);
  const question = store.question.value;
  useEffect(() => {
    // The focused button has been removed.
    if (wasAsked.current && !question) heading.current?.focus({ preventScroll: true });
    wasAsked.current = question !== undefined;
  }, [question]);
  const { value } = store.request;
  const request = value === 'gone' ? undefined : value;
  const link = useRef<HTMLDivElement>(null);
  const isPending = request?.status === 'pending';
  const root = link.current?.getRootNode();
  const losesFocus = !isPending && root instanceof ShadowRoot && link.current?.contains(root.activeElement) === true;
  useEffect(() => {
    // The other person has opened the link, and the focused button has been removed.
    if (losesFocus) heading.current?.focus({ preventScroll: true });
  }, [losesFocus]);
  const contract = request?.contract;
  const isComplete = request?.status === 'signed' && !(contract && hasEnded(contract.status));
  useEffect(() => {
    // The step list shows whether every step is done.
    context.signed.value = isComplete;
    return () => {
      context.signed.value = false;
    };
  }, [context, isComplete]);
  const created = preparedHere(context).value;

  return (
    <div class="section approval">
      {/* Rendered before its text, because screen readers announce only changes of a region. */}
      <div role="status">
        {value && (
          <h2 ref={heading} tabIndex={-1}>
            {/* Only the text is replaced when it changes, so that the heading keeps the focus. */}
            <span>{request ? messages.heading[toPhase(request)] : messages.gone}</span>
          </h2>
        )}
        {!value && <p class="text-muted">{store.isDisconnected.value ? messages.disconnected : messages.loading}</p>}
        {request && <p class="lead">{messages.nextStep[toPhase(request)]}</p>}
        {value === 'gone' && (
          <p class="lead">
            {messages.goneHint} <ContactPhone context={context} />
          </p>
        )}
        {contract && <p>{messages.contract(contract.reference, contractStatuses[contract.status])}</p>}
      </div>
      <div ref={link}>
        {request && isPending && (
          <ApprovalLink context={context} request={request} created={created} store={store} messages={messages} />
        )}
      </div>
      {request && <ApprovalProgress context={context} request={request} created={created} messages={messages} />}
      <p class="text-small text-muted" role="status">
        {request && isLive(request) && (store.isDisconnected.value ? messages.disconnected : messages.live)}
      </p>
      {request && isOpen(request.status) && (
        <>
          {question === 'replace' && (
            <Replacement context={context} id={id} store={store} messages={approvalMessages} />
          )}
          {question === 'revoke' && <Revocation context={context} store={store} messages={messages} />}
          {!question && (
            <p class="button-row">
              <button type="button" class="button-link" onClick={() => store.ask('replace')}>
                {messages.replace}
              </button>
              <button type="button" class="button-link" onClick={() => store.ask('revoke')}>
                {messages.revoke}
              </button>
            </p>
          )}
        </>
      )}
      {value && !(request && isOpen(request.status)) && (
        <EndActions context={context} request={request} created={created} messages={messages} />
      )}
    </div>
  );
}

/** A request's status, or how its contract ended. */
function toPhase({ status, contract }: ApprovalRequest): keyof ApprovalMessages['request']['heading'] {
  if (!contract || !hasEnded(contract.status)) return status;
  return status === 'signed' ? 'signed_ended' : 'unsigned_ended';
}
