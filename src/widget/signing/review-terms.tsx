import { comparableRate } from '../comparable-rate.ts';
import { DescriptionItem } from '../components/description-item.tsx';
import { DetailsList, EditLink } from '../customer/details-list.tsx';
import { Deadlines } from '../customer/order-summary.tsx';
import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import type { ReviewMessages } from '../i18n/en/review-step.ts';
import type { Format } from '../i18n/format.ts';
import { ContractTerms } from '../offers/offer-row.tsx';

interface ReviewTermsProps {
  readonly selection: SelectedOffer;
  readonly details: CustomerDetails;
  readonly messages: ReviewMessages;
  readonly format: Format;
  readonly disabled: boolean;
  /** Called to edit the rate or, with the name of a control, a field of the form. */
  readonly onEdit: (field?: string) => void;
}

export function ReviewTerms({ selection, details, messages, format, disabled, onEdit }: ReviewTermsProps) {
  const { offer, utility } = selection;
  const { kind } = offer.product;
  const { orderSummary } = messages;
  const comparable = comparableRate(offer, offer.rate);
  const editLabel = messages.submissionWarnings.change;
  const monthlyFee = Number(offer.monthlyFee.amount) > 0 ? format.fee(offer.monthlyFee) : undefined;
  return (
    <dl class="description-list review-terms">
      <DescriptionItem term={messages.supplier}>
        <div>
          {offer.supplier.name} · {utility.name}
          {offer.supplier.license && (
            <p class="text-muted">
              {messages.offers.licenseLabel}: {offer.supplier.license}
            </p>
          )}
        </div>
        <EditLink label={editLabel} item={messages.price} disabled={disabled} onClick={() => onEdit()} />
      </DescriptionItem>
      <DescriptionItem term={messages.price}>
        <p>
          <strong>{format.rateText(offer.rate)}</strong>
          {comparable !== offer.rate && ` (${format.rateText(comparable)})`}
          {kind === 'fixed_pass_through' && ` ${orderSummary.plusPassThrough}`} · {offer.product.name}
        </p>
        <p>{messages.offers.passThrough[kind]}</p>
        <p>
          {messages.estimate(
            format.dollars(offer.estimate.monthly),
            format.dollars(offer.estimate.annual),
            `${format.number(offer.estimate.usage.amount)} ${format.unit(offer.estimate.usage.unit)}`,
            selection.isUsageEstimated === true,
            orderSummary.caveat[kind],
          )}{' '}
          {orderSummary.energyOnly}
        </p>
      </DescriptionItem>
      <DescriptionItem term={messages.term}>
        {orderSummary.termFrom(format.month(offer.startMonth), offer.termMonths)}
      </DescriptionItem>
      <Deadlines selection={selection} messages={orderSummary} format={format} />
      <DescriptionItem term={messages.fees}>
        {messages.feesText(format.dollars(offer.brokerFee.term), monthlyFee)}
      </DescriptionItem>
      <ContractTerms offer={offer} messages={messages.offers} format={format} />
      <DetailsList
        details={details}
        messages={messages.reviewDetails}
        formatDate={format.date}
        editLabel={editLabel}
        disabled={disabled}
        onEdit={onEdit}
      />
    </dl>
  );
}
