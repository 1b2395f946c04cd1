import { useEffect, useMemo, useRef } from 'preact/hooks';
import { hasEnded, isRetryable } from '../../wire/contract-status.ts';
import type { ApprovalRequest, ApprovalStatus } from '../../wire/saved-purchase.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import { clearCustomerDraft } from '../customer/customer-draft.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import type { WidgetContext } from '../widget-context.ts';
import { ApprovalLink, Revocation } from './approval-link.tsx';
import { type PreparedHere, preparedHere, writeRole } from './prepared-here.ts';
import { Replacement } from './replacement.tsx';
import { createRequestStore, isLive, isOpen } from './request-store.ts';

interface PreparerViewProps {
  readonly context: WidgetContext;
  readonly id: string;
  readonly messages: ApprovalMessages;
  readonly contractStatuses: TrackingMessages['event'];
}

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
    // The button that had the focus has been removed, so the heading gets the focus.
    if (wasAsked.current && !question) heading.current?.focus();
    wasAsked.current = question !== undefined;
  }, [question]);
  const { value } = store.request;
  const request = value === 'gone' ? undefined : value;
  const link = useRef<HTMLDivElement>(null);
  const isPending = request?.status === 'pending';
  const root = link.current?.getRootNode();
  const losesFocus = !isPending && root instanceof ShadowRoot && link.current?.contains(root.activeElement) === true;
  useEffect(() => {
    // The authorized signer has opened the link, so the button that had the focus has been removed.
    if (losesFocus) heading.current?.focus({ preventScroll: true });
  }, [losesFocus]);
  const contract = request?.contract;
  const isComplete = request?.status === 'signed' && !(contract && hasEnded(contract.status));
  useEffect(() => {
    // The step list marks all steps as complete if `signed` is true.
    context.signed.value = isComplete;
    return () => {
      context.signed.value = false;
    };
  }, [context, isComplete]);
  const created = preparedHere(context).value;

  return (
    <div class="section approval">
      {/* The region is rendered before its text, because screen readers announce only changes of a region. */}
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

interface ApprovalProgressProps {
  readonly context: WidgetContext;
  readonly request: ApprovalRequest;
  readonly created: PreparedHere | undefined;
  readonly messages: ApprovalMessages['request'];
}

const STEPS = ['opened', 'contract_created', 'signed'] as const satisfies readonly ApprovalStatus[];
/** The statuses of an approval request that is signed without problems, in order. */
const LIFECYCLE: readonly ApprovalStatus[] = ['pending', ...STEPS];

export function ApprovalProgress({ context, request, created, messages }: ApprovalProgressProps) {
  const { dateTime } = context.format;
  const { contract, expiresAt, status } = request;
  const selection = created?.selection;
  const reached = LIFECYCLE.indexOf(status);
  if (reached < 0 || (contract && hasEnded(contract.status))) return null;
  return (
    <>
      <ol class="timeline">
        <li class="timeline-past">{messages.linkCreated}</li>
        {STEPS.map((step, index) => (
          <li key={step} class={timelineClass(index + 1 - reached)}>
            {messages.progress[step][index < reached ? 'done' : 'open']}
          </li>
        ))}
      </ol>
      {status === 'opened' && <p>{messages.completeBy(dateTime(expiresAt))}</p>}
      {(status === 'pending' || status === 'opened') && (
        <p class="text-small text-muted">
          {selection && messages.rateHeld(dateTime(selection.offer.expiresAt))}{' '}
          {status === 'pending' && messages.rateChecked}
        </p>
      )}
    </>
  );
}

function timelineClass(distance: number): string {
  if (distance <= 0) return 'timeline-past';
  return distance === 1 ? 'timeline-next' : 'timeline-upcoming';
}

interface EndActionsProps {
  readonly context: WidgetContext;
  /** Undefined if the request no longer exists. */
  readonly request: ApprovalRequest | undefined;
  readonly created: PreparedHere | undefined;
  readonly messages: ApprovalMessages['request'];
}

/**
 * The actions that remain once the preparer can no longer revoke the request. If a contract exists, the only action is
 * to prepare another purchase, so that the preparer does not prepare the same purchase twice. Otherwise, the preparer
 * can return to the rates, and to the form if this page still has the input.
 */
export function EndActions({ context, request, created, messages }: EndActionsProps) {
  const selection = created?.selection;
  const leave = () => {
    writeRole(context, undefined);
    preparedHere(context).value = undefined;
  };
  const prepareAnother = () => {
    leave();
    clearCustomerDraft(context);
    context.dispatch({ type: 'restarted' });
  };
  const backToDetails = (selection: SelectedOffer) => {
    leave();
    context.dispatch({ type: 'offer_selected', selection });
  };
  const seeRates = () => {
    leave();
    context.dispatch({ type: 'restarted' });
  };
  if (request?.status === 'contract_created' || request?.status === 'signed')
    return (
      <>
        {request.contract && <p class="field-note">{messages.leaving}</p>}
        <div class="button-row">
          <button
            type="button"
            // The signer may correct the contract, so another purchase is not the obvious next step.
            class={request.contract && isRetryable(request.contract.status) ? '' : 'button-primary'}
            onClick={prepareAnother}
          >
            {messages.prepareAnother}
          </button>
        </div>
      </>
    );
  return (
    <div class="button-row">
      {selection && (
        <button type="button" class="button-primary" onClick={() => backToDetails(selection)}>
          {messages.backToDetails}
        </button>
      )}
      <button type="button" onClick={seeRates}>
        {messages.seeRates}
      </button>
    </div>
  );
}
