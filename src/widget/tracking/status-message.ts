import type { Contract } from '../../wire/contract.ts';
import { isUnsigned } from '../contract/contract-status.ts';
import { emailSigningMessage } from '../email-signing/email-signing-message.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import { choosePresentation } from '../signing/presentation.ts';
import type { WidgetContext } from '../widget-context.ts';

interface StatusMessage {
  readonly headline: string;
  /** What the customer may do or expect next. */
  readonly lead: string;
}

/** How the contract stands, in words. Before everyone has signed it goes by the signing, not by the contract's status. */
export function statusMessage(messages: TrackingMessages, contract: Contract, context: WidgetContext): StatusMessage {
  const { status } = contract;
  const { signingSession, headline, nextStep } = messages;
  const signingState = context.signing.value;
  const { signatureRequest } = contract.signing;
  const emailMessage = signatureRequest && emailSigningMessage(messages, contract, signatureRequest);
  if (emailMessage) return emailMessage;
  if (!isUnsigned(status)) return { headline: headline[status], lead: nextStep[status] };
  switch (signingState.state) {
    case 'confirming':
      return { headline: signingSession.confirming, lead: signingSession.confirmingLead };
    case 'waiting_others':
      return { headline: signingSession.othersHeading, lead: signingSession.others(contract.signing.others) };
    case 'signed':
    case 'declined':
      return { headline: headline[signingState.state], lead: nextStep[signingState.state] };
    default:
      return { headline: headline[status], lead: unsignedLead(messages, contract, context) };
  }
}

function unsignedLead({ signingSession }: TrackingMessages, { status }: Contract, context: WidgetContext): string {
  const signingState = context.signing.value;
  if (signingState.state === 'preparing' || signingState.state === 'open') return signingSession.inProgress;
  if (signingState.state === 'ready' && (signingState.reason === 'blocked' || signingState.reason === 'iframe_failed'))
    return signingSession.inProgress;
  if (signingState.state === 'ready' && signingState.reason) return signingSession.reopen[signingState.reason];
  return status === 'viewed' ? signingSession.viewed : signingSession.opens[choosePresentation(context)];
}
