import type { Contract, StatusReason } from '../../wire/contract.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';

interface ReasonsProps {
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * Explains a rejection in plain language. A reason that appears on both the contract and its accounts is shown once:
 * next to those accounts or, if it applies to all of them, without an account.
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
