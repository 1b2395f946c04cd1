import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { comparableRate } from '../comparable-rate.ts';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { calculateSavings, isAllInclusive, offerKey } from './selectors.ts';

interface ComparisonTableProps {
  readonly format: Format;
  readonly messages: OfferToolsMessages;
  readonly offerMessages: OffersMessages;
  /** The two or three offers to compare. */
  readonly offers: readonly Offer[];
  readonly disabled: boolean;
  readonly onSelect: (offer: Offer) => void;
  readonly onClose: () => void;
}

/** Shows offers side by side. On a phone, the header of each row is above its values, so that three columns fit. */
export function ComparisonTable({
  format,
  messages,
  offerMessages,
  offers,
  disabled,
  onSelect,
  onClose,
}: ComparisonTableProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <section
      class="section comparison-table"
      aria-labelledby="compare-heading"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Stops the event, so that a modal around the widget stays open.
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <h3 ref={heading} id="compare-heading" tabIndex={-1}>
        {messages.comparisonHeading(offers.length)}
      </h3>
      <button type="button" class="button-link" onClick={onClose}>
        {messages.closeComparison}
      </button>
      <table aria-labelledby="compare-heading">
        <thead>
          <tr>
            <td />
            {offers.map((offer) => (
              <th scope="col" key={offerKey(offer)}>
                {offer.supplier.name}
                <p class="text-small text-muted">
                  {offerMessages.term(offer.termMonths)} · {format.rateText(comparableRate(offer, offer.rate))}
                </p>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <CostRows format={format} messages={messages} offerMessages={offerMessages} offers={offers} />
          <TermsRows format={format} messages={messages} offerMessages={offerMessages} offers={offers} />
          <ComparisonRow
            name={messages.choose}
            offers={offers}
            cell={(offer) => (
              <button
                type="button"
                aria-disabled={disabled}
                aria-label={offerMessages.chooseOffer(
                  offerMessages.offerName(offer.supplier.name, offer.termMonths),
                  format.rateText(comparableRate(offer, offer.rate)),
                )}
                onClick={() => onSelect(offer)}
              >
                {offerMessages.choose}
              </button>
            )}
          />
        </tbody>
      </table>
    </section>
  );
}

interface ComparisonRowProps extends Pick<ComparisonTableProps, 'offers'> {
  readonly name: string;
  readonly cell: (offer: Offer) => ComponentChildren;
}

function ComparisonRow({ name, offers, cell }: ComparisonRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {offers.map((offer) => (
        <td key={offerKey(offer)}>{cell(offer)}</td>
      ))}
    </tr>
  );
}

type RowsProps = Pick<ComparisonTableProps, 'format' | 'messages' | 'offerMessages' | 'offers'>;

function CostRows({ format, messages: { rows }, offerMessages, offers }: RowsProps) {
  const formatCost = (offer: Offer, amount: string) =>
    offer.product.kind === 'fixed' ? amount : offerMessages.approximately(amount);
  const savings = (offer: Offer) => {
    const difference = isAllInclusive(offer) ? calculateSavings(offer, format) : undefined;
    return difference
      ? offerMessages.difference[difference.direction](difference.amount, offerMessages.period(difference.months))
      : '–';
  };
  return (
    <>
      <ComparisonRow
        name={rows.annual}
        offers={offers}
        cell={(offer) => formatCost(offer, format.dollars(offer.estimate.annual))}
      />
      {offers.some(({ estimate }) => estimate.difference) && (
        <ComparisonRow name={rows.versusNow} offers={offers} cell={savings} />
      )}
      <ComparisonRow
        name={rows.total}
        offers={offers}
        cell={(offer) => formatCost(offer, format.dollars(offer.estimate.term))}
      />
    </>
  );
}

function TermsRows({ format, messages, offerMessages, offers }: RowsProps) {
  const { rows, none } = messages;
  const usageTolerance = ({ swingPercent }: Offer) => {
    if (swingPercent === null) return messages.anyUsage;
    return swingPercent ? messages.upToPercent(format.percent(swingPercent)) : none;
  };
  const cells: readonly (readonly [name: string, cell: (offer: Offer) => string])[] = [
    [rows.rate, (offer) => format.rateText(comparableRate(offer, offer.rate))],
    [rows.length, ({ termMonths }) => offerMessages.term(termMonths)],
    [rows.price, ({ product }) => offerMessages.kind[product.kind]],
    [rows.green, ({ greenPercent }) => format.percent(greenPercent)],
    [rows.monthlyFee, ({ monthlyFee }) => (Number(monthlyFee.amount) > 0 ? format.fee(monthlyFee) : none)],
    [rows.brokerFee, ({ brokerFee }) => format.dollars(brokerFee.term)],
    [
      rows.earlyTermination,
      ({ earlyTermination: { kind, amount } }) => offerMessages.earlyTermination[kind](format.fee(amount)),
    ],
    [rows.usageTolerance, usageTolerance],
  ];
  return (
    <>
      {cells.map(([name, cell]) => (
        <ComparisonRow key={name} name={name} offers={offers} cell={cell} />
      ))}
    </>
  );
}
