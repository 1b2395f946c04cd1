import type { Contract } from '../../wire/contract.ts';
import { Pair } from '../controls/pair.tsx';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';

interface TermsProps {
  readonly contract: Contract;
  readonly shopper: Shopper;
  readonly texts: TrackingTexts;
}

/** What the contract says, in words: enough where no document can be shown. */
export function Terms({ contract: { terms, accounts }, shopper: { format }, texts }: TermsProps) {
  const { productKind: kind } = terms;
  return (
    <dl class="pairs">
      <Pair name={texts.supplier}>{terms.supplier}</Pair>
      <Pair name={texts.utility}>{terms.utility}</Pair>
      <Pair name={texts.rate}>
        <strong>{format.rateText(terms.rate)}</strong>
        {kind === 'fixed_pass_through' && ` ${texts.plus}`} · {terms.product}
      </Pair>
      {kind && kind !== 'fixed' && <Pair name={texts.kindLabel}>{texts.kind[kind]}</Pair>}
      <Pair name={texts.term}>{texts.months(terms.termMonths, format.month(terms.startMonth, 'short'))}</Pair>
      <Pair name={texts.about}>
        {texts.perYear(format.dollars(terms.annualEstimate))}
        {kind && texts.proviso[kind]}
      </Pair>
      <Pair name={texts.metersHeading}>
        <ul>
          {accounts.map(({ last4, status }) => (
            <li key={last4}>
              {texts.meter(last4)} <span class="muted">· {texts.meterStatus[status]}</span>
            </li>
          ))}
        </ul>
      </Pair>
    </dl>
  );
}
