import type { ComponentChildren } from 'preact';
import type { Offer } from '../../wire/offer.ts';
import { Pair } from '../controls/pair.tsx';
import type { Choice } from '../flow.ts';
import type { ChoiceTexts } from '../i18n/en/choice.ts';
import type { Format } from '../i18n/format.ts';

interface ChoiceSummaryProps {
  readonly choice: Choice;
  readonly texts: ChoiceTexts;
  readonly format: Format;
  readonly children?: ComponentChildren;
}

/** The chosen offer beside the form: what it costs stays in view until it is signed. */
export function ChoiceSummary({ choice, texts, format, children }: ChoiceSummaryProps) {
  const { offer, utility } = choice;
  const leaving = offer.earlyTermination;
  const { kind } = offer.product;
  return (
    <aside aria-label={texts.heading}>
      <h3>{offer.supplier.name}</h3>
      <p class="muted small">
        {offer.product.name} · {utility.name}
      </p>
      <p class="muted small">{texts.kind[kind]}</p>
      <dl class="pairs">
        <Pair name={texts.rate}>
          <strong>{format.rateText(offer.rate)}</strong>
          {kind === 'fixed_pass_through' && ` ${texts.plus}`}
        </Pair>
        <Pair name={texts.term}>{texts.from(format.month(offer.startMonth, 'short'), offer.termMonths)}</Pair>
        <Pair name={texts.about}>
          {texts.perMonth(format.dollars(offer.estimate.monthly))}
          {texts.proviso[kind]}
        </Pair>
        {hasMonthlyFee(offer) && (
          <Pair name={texts.monthlyFee}>{texts.monthlyFeeText(format.fee(offer.monthlyFee))}</Pair>
        )}
        <Pair name={texts.fee}>{texts.feeText(format.dollars(offer.brokerFee.term))}</Pair>
        <Pair name={texts.leaving}>{texts.leavingTexts[leaving.kind](format.fee(leaving.amount))}</Pair>
      </dl>
      {children}
      <h3>{texts.checklist}</h3>
      <ul class="checks">
        {texts.checks(format.month(offer.startMonth)).map((check) => (
          <li key={check}>{check}</li>
        ))}
      </ul>
    </aside>
  );
}

export const hasMonthlyFee = ({ monthlyFee }: Offer) => Number(monthlyFee.amount) > 0;
