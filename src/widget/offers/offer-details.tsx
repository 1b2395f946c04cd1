import type { Offer } from '../../wire/offer.ts';
import { DescriptionItem } from '../components/description-item.tsx';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';

interface OfferDetailsProps {
  readonly format: Format;
  readonly messages: OffersMessages;
  readonly offer: Offer;
}

/** Everything included in the price: pass-through costs, fees in dollars and the calculation; and the contract's terms. */
export function OfferDetails({ format, messages, offer }: OfferDetailsProps) {
  const { estimate, brokerFee, monthlyFee, product } = offer;
  const hasFee = Number(monthlyFee.amount) > 0;
  const unit = format.unit(offer.rate.unit);
  const { conversion } = estimate;

  return (
    <dl class="offer-details">
      <DescriptionItem term={messages.passThroughLabel}>{messages.passThrough[product.kind]}</DescriptionItem>
      <DescriptionItem term={messages.componentsLabel}>
        {Object.entries(messages.components).map(([kind, name]) => {
          const component = offer.components?.find((candidate) => candidate.kind === kind);
          return (
            <p key={kind}>
              {name}: {messages.treatments[component?.treatment ?? 'not_stated']}
              {component?.estimate &&
                messages.componentEstimate(format.dollars(component.estimate.annual), component.estimate.source)}
            </p>
          );
        })}
      </DescriptionItem>
      <DescriptionItem term={messages.brokerFeeLabel}>
        {messages.brokerFee(
          `$${format.number(Number(brokerFee.mils) / 1000)}`,
          format.number(brokerFee.mils),
          unit,
          format.dollars(brokerFee.term),
        )}
      </DescriptionItem>
      <DescriptionItem term={messages.monthlyFeeLabel}>
        {hasFee ? messages.monthlyFee(format.fee(monthlyFee)) : messages.noMonthlyFee}
      </DescriptionItem>
      <DescriptionItem term={messages.calculationLabel}>
        {`${format.number(estimate.usage.amount)} ${format.unit(estimate.usage.unit)} × $${offer.rate.amount}`}
        {hasFee && ` + 12 × ${format.fee(monthlyFee)}`} = {messages.perYear(format.fee(estimate.annual))}.{' '}
        {conversion &&
          `${messages.billedAs(format.rateText(offer.rate))} 1 ${format.unit(conversion.from)} = ${format.number(conversion.factor)} ${format.unit(conversion.to)}.`}
      </DescriptionItem>
      {offer.supplier.license && (
        <DescriptionItem term={messages.licenseLabel}>{offer.supplier.license}</DescriptionItem>
      )}
      <ContractTerms format={format} messages={messages} offer={offer} />
    </dl>
  );
}

/** The terms that matter after the signature, in the plan details and in the review: early termination, usage, documents. */
export function ContractTerms({ format, messages, offer }: OfferDetailsProps) {
  const { earlyTermination, supplier, swingPercent, termMonths } = offer;
  const documents = offer.documents.filter(({ url }) => /^https?:\/\//.test(url));
  return (
    <>
      <DescriptionItem term={messages.earlyTerminationLabel}>
        {messages.earlyTermination[earlyTermination.kind](format.fee(earlyTermination.amount))}
      </DescriptionItem>
      <DescriptionItem term={messages.usageToleranceLabel}>
        {swingPercent === null
          ? messages.usageToleranceUnlimited
          : swingPercent > 0
            ? messages.usageTolerance(format.percent(swingPercent))
            : messages.usageToleranceNone}
      </DescriptionItem>
      {documents.length > 0 && (
        <DescriptionItem term={messages.documentsLabel}>
          {documents.map(({ kind, url }) => (
            <a
              key={url}
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`${messages.documents[kind]}: ${messages.offerName(supplier.name, termMonths)}`}
            >
              {messages.documents[kind]}
            </a>
          ))}
        </DescriptionItem>
      )}
    </>
  );
}
