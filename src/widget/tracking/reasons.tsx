import type { Contract, StatusReason } from '../../wire/contract.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';

interface ReasonsProps {
  readonly contract: Contract;
  readonly texts: TrackingTexts;
}

/**
 * Why, in plain words with what helps. The contract and its meters may give the same reason: it is said once, at the
 * meters it is about, or without naming any where it is about all of them.
 */
export function Reasons({ contract, texts }: ReasonsProps) {
  const { accounts } = contract;
  const known = new Map(Object.entries(texts.reasons).map(([code, words]) => [code.toLowerCase(), words]));
  const words = ({ code, message }: StatusReason) =>
    code.toLowerCase() === 'signer_declined' ? texts.reasonGiven(message) : (known.get(code.toLowerCase()) ?? message);
  const meters = accounts.flatMap(({ last4, reasons }) =>
    [...new Set(reasons.map(words))].map((text) => ({ last4, text })),
  );
  const own = [...new Set(contract.reasons.map(words))].filter((text) => {
    const sharing = meters.filter((other) => other.text === text).length;
    return sharing === 0 || sharing === accounts.length;
  });
  const all = [
    ...own.map((text) => ({ key: text, meter: undefined, text })),
    ...meters
      .filter(({ text }) => !own.includes(text))
      .map(({ last4, text }) => ({ key: last4 + text, meter: texts.meter(last4), text })),
  ];
  if (!all.length) return null;
  return (
    <ul class="reasons">
      {all.map(({ key, meter, text }) => (
        <li key={key}>
          {meter && <strong>{meter}: </strong>}
          {text}
        </li>
      ))}
    </ul>
  );
}
