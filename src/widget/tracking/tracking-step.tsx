import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { awaitsSignature } from '../../wire/contract-status.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import { createLazy } from '../components/lazy.tsx';
import { createContractSubscription } from '../contract/contract-subscription.ts';
import { clearCustomerDraft, customerDraft } from '../customer/customer-draft.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { SigningSessionMessages } from '../i18n/en/signing.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import type { FocusedSurface } from '../signing/focused-view.tsx';
import { dispatchSigningEvent, signingState } from '../signing/signing-machine.ts';
import { syncSigning } from '../signing/sync-signing.ts';
import stepCss from '../step.css?inline';
import type { WidgetContext } from '../widget-context.ts';
import { ContractView } from './contract-view.tsx';
import { LinkLanding } from './resume-link.tsx';
import { SessionEnded } from './session-end.tsx';
import { waitsForOthers } from './timeline.tsx';
import trackingCss from './tracking.css?inline';

export const css = stepCss + trackingCss;

interface StepProps {
  readonly context: WidgetContext;
  readonly messages: TrackingMessages;
}

export function TrackingStep({ context, messages }: StepProps) {
  const flow = context.flow.value;
  const contractId = flow.step === 'tracking' ? flow.contractId : undefined;
  const firstId = useRef(contractId);
  const hasChanged = useRef(false);
  hasChanged.current ||= contractId !== firstId.current;
  if (flow.step !== 'tracking') return null;
  if (flow.contractId === undefined) {
    if (flow.landing === 'approval') return <ApprovalLanding context={context} contractStatuses={messages.event} />;
    if (flow.landing !== 'session_ended')
      return <LinkLanding context={context} landing={flow.landing} messages={messages.linkLanding} />;
    const reference = context.sessionStore.read('reference') ?? '';
    return <SessionEnded context={context} reference={reference} messages={messages.sessionEnd} />;
  }
  return (
    <TrackedContract
      key={flow.contractId}
      context={context}
      contractId={flow.contractId}
      hasChanged={hasChanged.current}
      messages={messages}
    />
  );
}

interface TrackedContractProps extends StepProps {
  readonly contractId: string;
  /** Whether a resume link opened the contract on this page, or the customer selected it in the list. */
  readonly hasChanged: boolean;
}

function TrackedContract({ context, contractId, hasChanged, messages }: TrackedContractProps) {
  const subscription = useMemo(() => createContractSubscription(context, contractId), [context, contractId]);
  const statusRef = useRef<HTMLDivElement>(null);
  const hadFocusedView = useRef(false);
  // The stored value is read here, before `syncSigning` may clear it.
  const arrives = useRef(hasChanged || context.sessionStore.read('signing') === contractId);
  useEffect(() => subscription.destroy, [subscription]);
  // An approver who has created the contract now sees this contract instead of the approval request. The next contract
  // that the approver creates does not belong to the request.
  useEffect(() => {
    if (context.sessionStore.read('approval')?.startsWith('opened')) context.sessionStore.write('approval', undefined);
    customerDraft(context).prepared.value = undefined;
  }, [context]);
  // This is a layout effect, because a signing window may send a message before the next paint.
  useLayoutEffect(() => syncSigning(context, contractId, subscription), [context, contractId, subscription]);

  const contract = subscription.contract.value;
  const connection = subscription.connection.value;
  const signing = signingState(context).value;
  const hasFailed = signing.state === 'ready' && signing.reason === 'iframe_failed';
  const focusedSurface = signing.state === 'open' && signing.surface.kind === 'focused' ? signing.surface : undefined;
  useEffect(() => {
    // The iframe, which had the focus, has been removed. If the iframe failed to load, the alert about this failure
    // keeps the focus.
    if (hadFocusedView.current && !focusedSurface && !hasFailed) statusRef.current?.focus();
    hadFocusedView.current = focusedSurface !== undefined;
  }, [focusedSurface, hasFailed]);

  const hasToSign = contract !== undefined && awaitsSignature(contract.status) && !waitsForOthers(contract.signing);
  const hadToSign = useRef(hasToSign);
  useEffect(() => {
    // The button that opened the contract in a window had the focus, and has been removed.
    if (hadToSign.current && !hasToSign && document.activeElement === document.body) statusRef.current?.focus();
    hadToSign.current = hasToSign;
  }, [hasToSign]);

  const isLoaded = contract !== undefined;
  useEffect(() => {
    if (!isLoaded || !arrives.current) return;
    arrives.current = false;
    // The customer arrived at the top of the page from the signing page or a link, and the widget may be far below.
    context.host.scrollIntoView();
    statusRef.current?.focus({ preventScroll: true });
  }, [isLoaded, context]);

  if (connection === 'gone') return <ContractNotFound context={context} messages={messages} />;
  if (focusedSurface)
    return <FocusedView context={context} surface={focusedSurface} messages={messages.signingSession} />;
  return (
    <ContractView
      context={context}
      contract={contract}
      subscription={subscription}
      statusRef={statusRef}
      messages={messages}
    />
  );
}

function ContractNotFound({ context, messages }: StepProps) {
  return (
    <div class="section">
      <h2>{messages.notFound}</h2>
      <p class="text-muted">
        {messages.notFoundHint} <ContactPhone context={context} />
      </p>
      <div class="button-row">
        <button
          type="button"
          class="button-primary"
          onClick={() => {
            clearCustomerDraft(context);
            context.dispatch({ type: 'restarted' });
          }}
        >
          {messages.startOver}
        </button>
      </div>
    </div>
  );
}

/**
 * The views for a purchase that someone else signs: the status of the approval request, or the purchase that an
 * approval link opens.
 */
const ApprovalLanding = createLazy<
  { readonly context: WidgetContext; readonly contractStatuses: TrackingMessages['event'] },
  { readonly messages: ApprovalMessages }
>(async (catalog) => {
  const [{ ApprovalLanding: View, css: approvalCss }, messages] = await Promise.all([
    import('../approval/approval.ts'),
    catalog.lazy().then((lazyMessages) => lazyMessages.approval()),
  ]);
  return { View, css: approvalCss, props: { messages } };
});

interface FocusedViewProps {
  readonly context: WidgetContext;
  readonly surface: FocusedSurface;
  readonly messages: SigningSessionMessages;
}

/** The view for signing in the page. If its code fails to load, signing falls back to a window. */
const FocusedView = createLazy<FocusedViewProps, object>(async (_, context) => {
  try {
    return { View: (await import('../signing/focused-view.tsx')).FocusedView, props: {} };
  } catch (error) {
    dispatchSigningEvent(context, { type: 'iframe_failed' });
    throw error;
  }
});
