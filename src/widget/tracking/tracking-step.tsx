import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { Lazy } from '../components/lazy.tsx';
import { hasFailed, isFinal } from '../contract/contract-status.ts';
import { createContractSubscription } from '../contract/contract-subscription.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import { dispatchSigningEvent, signatureStatus } from '../signing/signing-machine.ts';
import { syncSigning } from '../signing/sync-signing.ts';
import stepCss from '../step.css?inline';
import type { WidgetContext } from '../widget-context.ts';
import { ContractDocument } from './contract-document.tsx';
import { NextActions } from './next-actions.tsx';
import { Reasons } from './reasons.tsx';
import { ResumeLinkLanding } from './resume-link-landing.tsx';
import { ShareResumeLink } from './share-resume-link.tsx';
import { SigningPanel } from './signing-panel.tsx';
import { statusMessage } from './status-message.ts';
import { Terms } from './terms.tsx';
import { ContractTimeline } from './timeline.tsx';
import trackingCss from './tracking.css?inline';

export const css = stepCss + trackingCss;

interface StepProps {
  readonly context: WidgetContext;
  readonly messages: TrackingMessages;
}

/** A contract from its making to the first kilowatt-hour: sign it, follow it, keep it. */
export function TrackingStep({ context, messages }: StepProps) {
  const flow = context.flow.value;
  if (flow.step !== 'tracking') return null;
  if (flow.contractId === undefined)
    return <ResumeLinkLanding context={context} link={flow.resumeLink} messages={messages} />;
  return <ContractView key={flow.contractId} context={context} contractId={flow.contractId} messages={messages} />;
}

function ContractView({ context, contractId, messages }: StepProps & { readonly contractId: string }) {
  const { format, signing } = context;
  const subscription = useMemo(() => createContractSubscription(context, contractId), [context, contractId]);
  const statusRef = useRef<HTMLDivElement>(null);
  const hadFocusedView = useRef(false);
  useEffect(() => subscription.destroy, [subscription]);
  // Listening as soon as it shows: a signing window may come back before this page is painted again.
  useLayoutEffect(() => syncSigning(context, contractId, subscription), [context, contractId, subscription]);

  const contract = subscription.contract.value;
  const connection = subscription.connection.value;
  const signingState = signing.value;
  const focusedSurface =
    signingState.state === 'open' && signingState.surface.kind === 'focused' ? signingState.surface : undefined;
  useEffect(() => {
    // The frame had the focus, and took it along when it went.
    if (hadFocusedView.current && !focusedSurface) statusRef.current?.focus();
    hadFocusedView.current = focusedSurface !== undefined;
  }, [focusedSurface]);

  if (connection === 'gone') {
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
              context.customerInput.value = undefined;
              context.files.value = {};
              context.dispatch({ type: 'restarted' });
            }}
          >
            {messages.startOver}
          </button>
        </div>
      </div>
    );
  }
  if (focusedSurface) {
    return (
      <Lazy
        context={context}
        load={async () => {
          try {
            return { View: (await import('../signing/focused-view.tsx')).FocusedView };
          } catch (error) {
            dispatchSigningEvent(context, { type: 'iframe_failed' });
            throw error;
          }
        }}
      >
        {({ View }) => <View context={context} surface={focusedSurface} messages={messages.signingSession} />}
      </Lazy>
    );
  }
  if (!contract) {
    if (connection !== 'lost') return <p class="section text-muted">{context.catalog.app.loading}</p>;
    return (
      <Alert action={context.catalog.app.tryAgain} onAction={subscription.refresh}>
        {messages.disconnected}
      </Alert>
    );
  }
  const email = context.site.value?.branding.email;
  const { headline, lead } = statusMessage(messages, contract, context);
  const { signatureRequest } = contract.signing;
  const awaitsSignature = signatureStatus(contract) === 'pending';
  const resumeLink = (
    <ShareResumeLink key="way-back" context={context} contract={contract} messages={messages.resumeLink} />
  );
  const isOverdue = signingState.state === 'confirming' && signingState.isOverdue;
  return (
    <div class="step-columns">
      <div>
        <div ref={statusRef} class="status-headline" role="status" tabIndex={-1}>
          <h2>{headline}</h2>
          <p class="text-muted lead">{lead}</p>
        </div>
        <Reasons contract={contract} messages={messages} />
        {hasFailed(contract.status) && <NextActions context={context} contract={contract} messages={messages} />}
        {awaitsSignature && !signatureRequest && (
          <SigningPanel context={context} contract={contract} messages={messages.signingSession} />
        )}
        {awaitsSignature && signatureRequest && (
          <Lazy context={context} load={() => import('../email-signing/panel.tsx')} skeletonRows={1}>
            {({ EmailSigningPanel: InboxPanel }) => (
              <InboxPanel
                context={context}
                contract={contract}
                signatureRequest={signatureRequest}
                subscription={subscription}
                messages={messages.emailSigning}
              />
            )}
          </Lazy>
        )}
        {isOverdue && resumeLink}
        <ContractDocument context={context} contract={contract} messages={messages} />
        <ContractTimeline contract={contract} messages={messages} format={format} />
        {!isFinal(contract.status) && (
          <p class="text-small text-muted">
            {connection === 'polling'
              ? messages.polling
              : connection === 'lost'
                ? messages.disconnected
                : messages.live}
          </p>
        )}
        {!hasFailed(contract.status) && <NextActions context={context} contract={contract} messages={messages} />}
      </div>
      <aside aria-label={messages.contract(contract.reference)}>
        <h3>{messages.contract(contract.reference)}</h3>
        <Terms contract={contract} context={context} messages={messages} />
        <p class="text-small">
          <ContactPhone context={context} /> {email && messages.emailUs(email)}
        </p>
        {!isOverdue && resumeLink}
      </aside>
    </div>
  );
}
