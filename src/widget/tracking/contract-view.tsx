import type { RefObject } from 'preact';
import type { Contract, SignatureRequest } from '../../wire/contract.ts';
import { awaitsSignature, hasEnded, isSettled } from '../../wire/contract-status.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { createLazy } from '../components/lazy.tsx';
import type { ContractSubscription } from '../contract/contract-subscription.ts';
import { customerDraft } from '../customer/customer-draft.ts';
import type { EmailSigningMessages } from '../i18n/en/signing.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import { signatureStatus, signingState } from '../signing/signing-machine.ts';
import type { WidgetContext } from '../widget-context.ts';
import { ContractDocument, KeepDates } from './contract-document.tsx';
import { NextActions } from './next-actions.tsx';
import { newerContract, OtherContracts } from './other-contracts.tsx';
import { ShareResumeLink } from './resume-link.tsx';
import { SignOut } from './session-end.tsx';
import { SigningPanel } from './signing-panel.tsx';
import { Reasons, statusMessage } from './status-message.tsx';
import { ContractTimeline, Terms } from './timeline.tsx';

interface ContractViewProps {
  readonly context: WidgetContext;
  /** Undefined until the contract has loaded. */
  readonly contract: Contract | undefined;
  readonly subscription: ContractSubscription;
  /** Receives the headline element, to focus it after signing. */
  readonly statusRef: RefObject<HTMLDivElement | null>;
  readonly messages: TrackingMessages;
}

export function ContractView({ statusRef, ...props }: ContractViewProps) {
  const { context, contract, messages, subscription } = props;
  const { app } = context.catalog;
  const isLost = !contract && subscription.connection.value === 'lost';
  return (
    <div class="step-columns">
      <div>
        {/* The region is rendered before its text, because screen readers announce only changes of a region. */}
        <div ref={statusRef} class="status-headline" role="status" aria-labelledby="contract-status" tabIndex={-1}>
          {contract ? (
            <Status context={context} contract={contract} messages={messages} />
          ) : (
            <p id="contract-status" class="text-muted">
              {!isLost && app.loading}
            </p>
          )}
        </div>
        {isLost && (
          <Alert action={app.tryAgain} onAction={subscription.refresh}>
            {messages.disconnected}
          </Alert>
        )}
        {contract && <ContractDetails {...props} contract={contract} />}
      </div>
      {contract && <ContractSummary {...props} contract={contract} />}
    </div>
  );
}

type LoadedProps = Omit<ContractViewProps, 'contract' | 'statusRef'> & { readonly contract: Contract };

function Status({ context, contract, messages }: Omit<LoadedProps, 'subscription'>) {
  const { headline, lead } = statusMessage(messages, contract, context);
  const newer = awaitsSignature(contract.status) ? newerContract(context.sessionStore, contract.id) : undefined;
  return (
    <>
      <h2 id="contract-status">{headline}</h2>
      <p class="text-muted lead">{lead}</p>
      {newer && (
        <p>
          <strong>{messages.newerContract(newer)}</strong>
        </p>
      )}
      <Reasons contract={contract} messages={messages} />
    </>
  );
}

/**
 * Whether the confirmation of a signature is overdue. The resume link is then in the main column, because the customer
 * may want to leave.
 */
function isOverdue(context: WidgetContext): boolean {
  const signing = signingState(context).value;
  return signing.state === 'confirming' && signing.isOverdue;
}

const ResumeLink = ({ context, contract, messages }: Omit<LoadedProps, 'subscription'>) => (
  <div>
    <ShareResumeLink context={context} contract={contract} messages={messages.resumeLink} />
    <SignOut context={context} messages={messages.sessionEnd} />
  </div>
);

function ContractDetails({ context, contract, subscription, messages }: LoadedProps) {
  // If the customer still has another purchase to complete, the next actions are above the history, where they are easy
  // to notice.
  const isUrgent =
    hasEnded(contract.status) ||
    customerDraft(context).paused.value !== undefined ||
    (context.pendingCommodities.value.length > 0 && !awaitsSignature(contract.status));
  const nextActions = <NextActions context={context} contract={contract} messages={messages} />;
  return (
    <>
      {isUrgent && nextActions}
      {awaitsSignature(contract.status) && signatureStatus(contract) === 'pending' && (
        <Signing context={context} contract={contract} subscription={subscription} messages={messages} />
      )}
      {isOverdue(context) && <ResumeLink context={context} contract={contract} messages={messages} />}
      <ContractDocument context={context} contract={contract} messages={messages} />
      <KeepDates contract={contract} messages={messages} />
      <ContractTimeline contract={contract} messages={messages} format={context.format} />
      {!isSettled(contract.status) && (
        <p class="text-small text-muted">{connectionMessage(subscription.connection.value, messages)}</p>
      )}
      {!isUrgent && nextActions}
    </>
  );
}

function ContractSummary({ context, contract, messages }: LoadedProps) {
  const email = context.site.value?.branding.email;
  return (
    <aside aria-label={messages.contract(contract.reference)}>
      <h3>{messages.contract(contract.reference)}</h3>
      <Terms contract={contract} context={context} messages={messages} />
      <p class="text-small">
        {awaitsSignature(contract.status) && messages.notRequested} <ContactPhone context={context} />{' '}
        {email && messages.emailUs(email)}
      </p>
      <OtherContracts context={context} contract={contract} messages={messages} />
      {!isOverdue(context) && <ResumeLink context={context} contract={contract} messages={messages} />}
    </aside>
  );
}

function connectionMessage(
  connection: ContractSubscription['connection']['value'],
  messages: TrackingMessages,
): string {
  if (connection === 'polling') return messages.polling;
  return connection === 'lost' ? messages.disconnected : messages.live;
}

function Signing({ context, contract, subscription, messages }: LoadedProps) {
  const { signatureRequest } = contract.signing;
  if (!signatureRequest)
    return <SigningPanel context={context} contract={contract} messages={messages.signingSession} />;
  return (
    <EmailSigningPanel
      context={context}
      contract={contract}
      signatureRequest={signatureRequest}
      subscription={subscription}
      messages={messages.emailSigning}
    />
  );
}

interface EmailSigningPanelProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly signatureRequest: SignatureRequest;
  readonly subscription: ContractSubscription;
  readonly messages: EmailSigningMessages;
}

const EmailSigningPanel = createLazy<EmailSigningPanelProps, object>(
  async () => ({ View: (await import('../email-signing/panel.tsx')).EmailSigningPanel, props: {} }),
  1,
);
