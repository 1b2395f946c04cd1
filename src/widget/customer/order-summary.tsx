import { comparableRate } from '../comparable-rate.ts';
import { DescriptionItem } from '../components/description-item.tsx';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { OrderSummaryMessages } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { signByDate } from '../switch-deadline.ts';

interface OrderSummaryProps {
  readonly selection: SelectedOffer;
  readonly messages: OrderSummaryMessages;
  readonly format: Format;
}

/** Shows the selected offer next to the form, where it stays in view while the customer scrolls. */
export function OrderSummary({ selection, messages, format }: OrderSummaryProps) {
  const { offer, utility } = selection;
  const { kind } = offer.product;
  return (
    <aside aria-label={messages.heading}>
      <h3>{offer.supplier.name}</h3>
      <p class="text-muted text-small">
        {offer.product.name} · {utility.name}
      </p>
      <p class="text-muted text-small">{messages.kind[kind]}</p>
      <dl class="description-list">
        <DescriptionItem term={messages.rate}>
          <strong>{format.rateText(comparableRate(offer, offer.rate))}</strong>
          {kind === 'fixed_pass_through' && ` ${messages.plusPassThrough}`}
        </DescriptionItem>
        <DescriptionItem term={messages.term}>
          {messages.termFrom(format.month(offer.startMonth, 'short'), offer.termMonths)}
        </DescriptionItem>
        <Deadlines selection={selection} messages={messages} format={format} />
        <DescriptionItem term={messages.estimateLabel}>
          {messages.perMonth(format.dollars(offer.estimate.monthly))}
          {messages.caveat[kind]}
        </DescriptionItem>
      </dl>
      <p class="text-muted text-small">{messages.energyOnly}</p>
    </aside>
  );
}

export function Deadlines({ selection: { offer, utility }, messages, format }: OrderSummaryProps) {
  return (
    <>
      <DescriptionItem term={messages.heldUntil}>{format.dateTime(offer.expiresAt)}</DescriptionItem>
      <DescriptionItem term={messages.signBy}>
        {format.date(signByDate(offer.startMonth, utility.leadTimeDays))}
      </DescriptionItem>
    </>
  );
}

/** Shows the selected offer in one line. The line stays in view on phones, where the summary is below the form. */
export function OrderSummaryLine({ selection: { offer }, messages, format }: OrderSummaryProps) {
  return (
    <p class="order-summary-line text-small">
      <strong>{offer.supplier.name}</strong> · {format.rateText(comparableRate(offer, offer.rate))} ·{' '}
      {messages.termFrom(format.month(offer.startMonth, 'short'), offer.termMonths)} ·{' '}
      {messages.perMonth(format.dollars(offer.estimate.monthly))}
    </p>
  );
}
