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
          {costRows({ format, messages, offerMessages, offers })
            .concat(termsRows({ format, messages, offerMessages, offers }))
            .map((row) => (
              <ComparisonRow key={row.name} row={row} offers={offers} best={messages.best} />
            ))}
          <tr>
            <th scope="row">{messages.choose}</th>
            {offers.map((offer) => (
              <td key={offerKey(offer)}>
                <button
                  type="button"
                  class="button-primary"
                  aria-disabled={disabled}
                  aria-label={offerMessages.chooseOffer(
                    `${offerMessages.offerName(offer.supplier.name, offer.termMonths)}, ${format.rateText(comparableRate(offer, offer.rate))}`,
                  )}
                  onClick={() => onSelect(offer)}
                >
                  {offerMessages.choose}
                </button>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

interface Row {
  readonly name: string;
  readonly text: (offer: Offer) => string;
  /** Lowest for the best offer. Omitted if no value is better, or if the values of these offers are not comparable. */
  readonly rank?: ((offer: Offer) => number) | false;
}

interface ComparisonRowProps extends Pick<ComparisonTableProps, 'offers'> {
  readonly row: Row;
  /** Marks the best value. */
  readonly best: string;
}

function ComparisonRow({ row: { name, text, rank }, offers, best }: ComparisonRowProps) {
  const differs = new Set(offers.map(text)).size > 1;
  const lowest = rank && differs ? Math.min(...offers.map(rank)) : undefined;
  return (
    <tr class={differs ? '' : 'comparison-same'}>
      <th scope="row">{name}</th>
      {offers.map((offer) => (
        <td key={offerKey(offer)}>
          {text(offer)} {rank && rank(offer) === lowest && <strong class="comparison-best">{best}</strong>}
        </td>
      ))}
    </tr>
  );
}

type RowsProps = Pick<ComparisonTableProps, 'format' | 'messages' | 'offerMessages' | 'offers'>;

const haveSame = (offers: readonly Offer[], pick: (offer: Offer) => unknown): boolean =>
  new Set(offers.map(pick)).size === 1;

function costRows({ format, messages: { rows }, offerMessages, offers }: RowsProps): readonly Row[] {
  // Other offers leave out charges or follow the market, so a lower cost would not mean a better offer.
  const isComparable = offers.every(isAllInclusive);
  const savingsOf = (offer: Offer) => (isAllInclusive(offer) ? calculateSavings(offer, format) : undefined);
  const formatCost = (offer: Offer, amount: string) =>
    isAllInclusive(offer) ? amount : offerMessages.approximately(amount);
  const savingsText = (offer: Offer) => {
    const savings = savingsOf(offer);
    return savings
      ? offerMessages.difference[savings.direction](savings.amount, offerMessages.period(savings.months))
      : '–';
  };
  const annual: Row = {
    name: rows.annual,
    text: (offer) => formatCost(offer, format.dollars(offer.estimate.annual)),
    rank: isComparable && (({ estimate }) => Number(estimate.annual.amount)),
  };
  const versusNow: Row = {
    name: rows.versusNow,
    text: savingsText,
    rank:
      isComparable &&
      haveSame(offers, (offer) => savingsOf(offer)?.months) &&
      (({ estimate }) => Number(estimate.difference?.amount)),
  };
  const total: Row = {
    name: rows.total,
    text: (offer) => formatCost(offer, format.dollars(offer.estimate.term)),
    rank:
      isComparable &&
      haveSame(offers, ({ termMonths }) => termMonths) &&
      (({ estimate }) => Number(estimate.term.amount)),
  };
  return [annual, ...(offers.some(({ estimate }) => estimate.difference) ? [versusNow] : []), total];
}

function termsRows({ format, messages, offerMessages, offers }: RowsProps): readonly Row[] {
  const { rows, none } = messages;
  const usageTolerance = ({ swingPercent }: Offer) => {
    if (swingPercent === null) return messages.anyUsage;
    return swingPercent ? messages.upToPercent(format.percent(swingPercent)) : none;
  };
  const fees = offers.map(({ earlyTermination }) => earlyTermination).filter(({ kind }) => kind !== 'none');
  return [
    {
      name: rows.rate,
      text: (offer) => format.rateText(comparableRate(offer, offer.rate)),
      rank: offers.every(isAllInclusive) && ((offer) => Number(comparableRate(offer, offer.rate).amount)),
    },
    { name: rows.length, text: ({ termMonths }) => offerMessages.term(termMonths) },
    { name: rows.price, text: ({ product }) => offerMessages.kind[product.kind] },
    {
      name: rows.green,
      text: ({ greenPercent }) => format.percent(greenPercent),
      rank: ({ greenPercent }) => -greenPercent,
    },
    {
      name: rows.monthlyFee,
      text: ({ monthlyFee }) => (Number(monthlyFee.amount) > 0 ? format.fee(monthlyFee) : none),
      rank: ({ monthlyFee }) => Number(monthlyFee.amount),
    },
    {
      name: rows.brokerFee,
      text: ({ brokerFee }) => format.dollars(brokerFee.term),
      rank: haveSame(offers, ({ termMonths }) => termMonths) && (({ brokerFee }) => Number(brokerFee.term.amount)),
    },
    {
      name: rows.earlyTermination,
      text: ({ earlyTermination: { kind, amount } }) => offerMessages.earlyTermination[kind](format.fee(amount)),
      // A flat fee and a fee for each remaining month are not comparable.
      rank:
        new Set(fees.map(({ kind }) => kind)).size <= 1 &&
        (({ earlyTermination: { kind, amount } }) => (kind === 'none' ? 0 : Number(amount.amount))),
    },
    {
      name: rows.usageTolerance,
      text: usageTolerance,
      rank: ({ swingPercent }) => -(swingPercent ?? Number.POSITIVE_INFINITY),
    },
  ];
}
