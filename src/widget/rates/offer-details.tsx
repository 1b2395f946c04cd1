import type { ComponentChildren } from 'preact';
import type { Offer } from '../../wire/offer.ts';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';

interface OfferDetailsProps {
  readonly format: Format;
  readonly texts: OffersTexts;
  readonly offer: Offer;
}

/** All that belongs to the price: what can change, every fee in dollars, and how the total was worked out. */
export function OfferDetails({ format, texts, offer }: OfferDetailsProps) {
  const { estimate, brokerFee, monthlyFee, earlyTermination: leaving, swingPercent, product } = offer;
  const hasFee = Number(monthlyFee.amount) > 0;
  const unit = format.unit(offer.rate.unit);
  const swing =
    swingPercent === null
      ? texts.swingFree
      : swingPercent > 0
        ? texts.swing(format.percent(swingPercent))
        : texts.swingNone;
  const papers = offer.documents.filter(({ url }) => /^https?:\/\//.test(url));
  const { conversion } = estimate;

  return (
    <dl class="facts">
      <Fact name={texts.passedThroughLabel}>{texts.passedThrough[product.kind]}</Fact>
      <Fact name={texts.swingLabel}>{swing}</Fact>
      <Fact name={texts.brokerFeeLabel}>
        {texts.brokerFee(
          `$${format.number(Number(brokerFee.mils) / 1000)}`,
          format.number(brokerFee.mils),
          unit,
          format.dollars(brokerFee.term),
        )}
      </Fact>
      <Fact name={texts.monthlyFeeLabel}>{hasFee ? texts.monthlyFee(format.fee(monthlyFee)) : texts.noMonthlyFee}</Fact>
      <Fact name={texts.leavingLabel}>{texts.leaving[leaving.kind](format.fee(leaving.amount))}</Fact>
      <Fact name={texts.sumLabel}>
        {`${format.number(estimate.usage.amount)} ${format.unit(estimate.usage.unit)} × $${offer.rate.amount}`}
        {hasFee && ` + 12 × ${format.fee(monthlyFee)}`} = {texts.perYear(format.fee(estimate.annual))}.{' '}
        {conversion &&
          `1 ${format.unit(conversion.from)} = ${format.number(conversion.factor)} ${format.unit(conversion.to)}.`}
        <details class="row-id">
          <summary>{texts.row(offer.id.slice(-4))}</summary>
          <code>{offer.id}</code>
        </details>
      </Fact>
      {papers.length > 0 && (
        <Fact name={texts.documentsLabel}>
          {papers.map(({ kind, url }) => (
            <a
              key={url}
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`${texts.documents[kind]}: ${texts.named(offer.supplier.name, offer.termMonths)}`}
            >
              {texts.documents[kind]}
            </a>
          ))}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
