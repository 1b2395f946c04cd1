import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { offerKey } from './offer-key.ts';
import { calculateSavings } from './savings.ts';

interface ComparisonTableProps {
  readonly format: Format;
  readonly messages: OfferToolsMessages;
  readonly offerMessages: OffersMessages;
  /** Two or three. */
  readonly offers: readonly Offer[];
  readonly disabled: boolean;
  readonly onSelect: (offer: Offer) => void;
  readonly onClose: () => void;
}

/** Offers side by side. Each line's name stands above its figures, so that three columns fit on a phone. */
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
  const { rows } = messages;
  const row = (name: string, cell: (offer: Offer) => ComponentChildren) => (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={offers.length}>
          {name}
        </th>
      </tr>
      <tr>
        {offers.map((offer) => (
          <td key={offerKey(offer)}>{cell(offer)}</td>
        ))}
      </tr>
    </tbody>
  );
  const formatCost = (offer: Offer, amount: string) =>
    offer.product.kind === 'fixed' ? amount : offerMessages.approximately(amount);
  return (
    <section class="section comparison-table" aria-labelledby="compare-heading">
      <h3 ref={heading} id="compare-heading" tabIndex={-1}>
        {messages.comparisonHeading(offers.length)}
      </h3>
      <button type="button" class="button-link" onClick={onClose}>
        {messages.closeComparison}
      </button>
      <table aria-labelledby="compare-heading">
        <thead>
          <tr>
            {offers.map((offer) => (
              <th scope="col" key={offerKey(offer)}>
                {offer.supplier.name}
              </th>
            ))}
          </tr>
        </thead>
        {row(rows.annual, (offer) => formatCost(offer, format.dollars(offer.estimate.annual)))}
        {offers.some(({ estimate }) => estimate.difference) &&
          row(rows.versusNow, ({ estimate, product }) => {
            const difference = calculateSavings(estimate, format);
            return difference
              ? offerMessages.difference[difference.direction](difference.amount) + offerMessages.caveat[product.kind]
              : '–';
          })}
        {row(rows.total, (offer) => formatCost(offer, format.dollars(offer.estimate.term)))}
        {row(rows.rate, ({ rate }) => format.rateText(rate))}
        {row(rows.length, ({ termMonths }) => offerMessages.term(termMonths))}
        {row(rows.price, ({ product }) => offerMessages.kind[product.kind])}
        {row(rows.green, ({ greenPercent }) => format.percent(greenPercent))}
        {row(rows.monthlyFee, ({ monthlyFee }) =>
          Number(monthlyFee.amount) > 0 ? format.fee(monthlyFee) : messages.none,
        )}
        {row(rows.brokerFee, ({ brokerFee }) => format.dollars(brokerFee.term))}
        {row(rows.earlyTermination, ({ earlyTermination: { kind, amount } }) =>
          offerMessages.earlyTermination[kind](format.fee(amount)),
        )}
        {row(rows.usageTolerance, ({ swingPercent }) =>
          swingPercent === null
            ? messages.anyUsage
            : swingPercent
              ? messages.upToPercent(format.percent(swingPercent))
              : messages.none,
        )}
        {row(messages.choose, (offer) => (
          <button
            type="button"
            aria-disabled={disabled}
            aria-label={offerMessages.chooseOffer(
              offerMessages.offerName(offer.supplier.name, offer.termMonths),
              format.rateText(offer.rate),
            )}
            onClick={() => onSelect(offer)}
          >
            {offerMessages.choose}
          </button>
        ))}
      </table>
    </section>
  );
}
