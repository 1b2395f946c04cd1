import type { Contract, StatusReason } from '../../wire/contract.ts';
import { awaitsSignature } from '../../wire/contract-status.ts';
import { emailSigningMessage, visibleAddress } from '../email-signing/email-signing-message.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import { choosePresentation } from '../signing/presentation.ts';
import { signingState, unsignedEndReason } from '../signing/signing-machine.ts';
import type { WidgetContext } from '../widget-context.ts';

interface StatusMessage {
  readonly headline: string;
  /** The customer's next action, or the next event. */
  readonly lead: string;
}

/**
 * Describes the contract's status. Until all signers have signed, the signing state is more precise and takes
 * precedence.
 */
export function statusMessage(messages: TrackingMessages, contract: Contract, context: WidgetContext): StatusMessage {
  const { status } = contract;
  const { signingSession, headline, nextStep } = messages;
  const signing = signingState(context).value;
  const { signatureRequest } = contract.signing;
  const emailMessage =
    signatureRequest &&
    emailSigningMessage(messages, contract, signatureRequest, visibleAddress(context, signatureRequest.to));
  if (emailMessage) return emailMessage;
  if (!awaitsSignature(status)) return { headline: headline[status], lead: nextStep[status] };
  switch (signing.state) {
    case 'confirming': {
      const reason = unsignedEndReason(signing);
      return reason
        ? { headline: headline[status], lead: signingSession.reopen[reason] }
        : { headline: signingSession.confirming, lead: signingSession.confirmingLead };
    }
    case 'waiting_others':
      return { headline: signingSession.othersHeading, lead: signingSession.others(contract.signing.others) };
    case 'signed':
    case 'declined':
      return { headline: headline[signing.state], lead: nextStep[signing.state] };
    default:
      return { headline: headline[status], lead: unsignedLead(messages, contract, context) };
  }
}

function unsignedLead({ signingSession }: TrackingMessages, { status }: Contract, context: WidgetContext): string {
  const signing = signingState(context).value;
  if (signing.state === 'preparing' || signing.state === 'open') return signingSession.inProgress;
  if (signing.state === 'ready' && (signing.reason === 'blocked' || signing.reason === 'iframe_failed'))
    return signingSession.inProgress;
  if (signing.state === 'ready' && signing.reason) return signingSession.reopen[signing.reason];
  return status === 'viewed' ? signingSession.viewed : signingSession.opens[choosePresentation(context)];
}

interface ReasonsProps {
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * Explains a rejection in plain language. A reason that applies to both the contract and its accounts is shown only
 * next to the accounts. If the reason applies to all accounts, it is shown once, without an account.
 */
export function Reasons({ contract, messages }: ReasonsProps) {
  const { accounts } = contract;
  const messagesByCode = new Map(
    Object.entries(messages.rejectionReasons).map(([code, toMessage]) => [code.toLowerCase(), toMessage]),
  );
  const toMessage = ({ code, message }: StatusReason) =>
    code.toLowerCase() === 'signer_declined'
      ? messages.reasonGiven(message)
      : (messagesByCode.get(code.toLowerCase()) ?? message);
  const accountReasons = accounts.flatMap(({ last4, reasons }) =>
    [...new Set(reasons.map(toMessage))].map((text) => ({ last4, text })),
  );
  const contractReasons = [...new Set(contract.reasons.map(toMessage))].filter((text) => {
    const sharing = accountReasons.filter((reason) => reason.text === text).length;
    return sharing === 0 || sharing === accounts.length;
  });
  const rows = [
    ...contractReasons.map((text) => ({ key: text, meter: undefined, text })),
    ...accountReasons
      .filter(({ text }) => !contractReasons.includes(text))
      .map(({ last4, text }) => ({ key: last4 + text, meter: messages.meter(last4), text })),
  ];
  if (!rows.length) return null;
  return (
    <ul class="rejection-reasons">
      {rows.map(({ key, meter, text }) => (
        <li key={key}>
          {meter && <strong>{meter}: </strong>}
          {text}
        </li>
      ))}
    </ul>
  );
}
