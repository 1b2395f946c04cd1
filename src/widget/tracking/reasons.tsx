import type { Contract, StatusReason } from '../../wire/contract.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';

interface ReasonsProps {
  readonly contract: Contract;
  readonly texts: TrackingTexts;
}

/** Why, in plain words with what helps: for the contract, then for each meter that has its own reason. */
export function Reasons({ contract, texts }: ReasonsProps) {
  const known = new Map(Object.entries(texts.reasons).map(([code, words]) => [code.toLowerCase(), words]));
  const words = ({ code, message }: StatusReason) => known.get(code.toLowerCase()) ?? message;
  const own = contract.reasons.map((reason) => ({ key: reason.code, meter: undefined, text: words(reason) }));
  const ofMeters = contract.accounts.flatMap(({ last4, reasons }) =>
    reasons.map((reason) => ({ key: last4 + reason.code, meter: texts.meter(last4), text: words(reason) })),
  );
  const all = [...own, ...ofMeters];
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
