import type { ComponentChildren } from 'preact';
import type { Offer } from '../../wire/offer.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';

interface OfferDetailsProps {
  readonly format: Format;
  readonly messages: OffersMessages;
  readonly offer: Offer;
}

/** All that belongs to the price: what can change, every fee in dollars, and how the total was worked out. */
export function OfferDetails({ format, messages, offer }: OfferDetailsProps) {
  const { estimate, brokerFee, monthlyFee, earlyTermination, swingPercent, product } = offer;
  const hasFee = Number(monthlyFee.amount) > 0;
  const unit = format.unit(offer.rate.unit);
  const usageTolerance =
    swingPercent === null
      ? messages.usageToleranceUnlimited
      : swingPercent > 0
        ? messages.usageTolerance(format.percent(swingPercent))
        : messages.usageToleranceNone;
  const documents = offer.documents.filter(({ url }) => /^https?:\/\//.test(url));
  const { conversion } = estimate;

  return (
    <dl class="offer-details">
      <DetailItem term={messages.passThroughLabel}>{messages.passThrough[product.kind]}</DetailItem>
      <DetailItem term={messages.usageToleranceLabel}>{usageTolerance}</DetailItem>
      <DetailItem term={messages.brokerFeeLabel}>
        {messages.brokerFee(
          `$${format.number(Number(brokerFee.mils) / 1000)}`,
          format.number(brokerFee.mils),
          unit,
          format.dollars(brokerFee.term),
        )}
      </DetailItem>
      <DetailItem term={messages.monthlyFeeLabel}>
        {hasFee ? messages.monthlyFee(format.fee(monthlyFee)) : messages.noMonthlyFee}
      </DetailItem>
      <DetailItem term={messages.earlyTerminationLabel}>
        {messages.earlyTermination[earlyTermination.kind](format.fee(earlyTermination.amount))}
      </DetailItem>
      <DetailItem term={messages.calculationLabel}>
        {`${format.number(estimate.usage.amount)} ${format.unit(estimate.usage.unit)} × $${offer.rate.amount}`}
        {hasFee && ` + 12 × ${format.fee(monthlyFee)}`} = {messages.perYear(format.fee(estimate.annual))}.{' '}
        {conversion &&
          `1 ${format.unit(conversion.from)} = ${format.number(conversion.factor)} ${format.unit(conversion.to)}.`}
        <details class="offer-id">
          <summary>{messages.priceRow(offer.id.slice(-4))}</summary>
          <code>{offer.id}</code>
        </details>
      </DetailItem>
      {documents.length > 0 && (
        <DetailItem term={messages.documentsLabel}>
          {documents.map(({ kind, url }) => (
            <a
              key={url}
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`${messages.documents[kind]}: ${messages.offerName(offer.supplier.name, offer.termMonths)}`}
            >
              {messages.documents[kind]}
            </a>
          ))}
        </DetailItem>
      )}
    </dl>
  );
}

function DetailItem({ term, children }: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
