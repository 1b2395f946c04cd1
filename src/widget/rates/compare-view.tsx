import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { OffersExtrasTexts } from '../i18n/en/offers-extras.ts';
import type { Format } from '../i18n/format.ts';
import { differenceOf } from './difference.ts';
import { identityOf } from './offer-identity.ts';

interface CompareViewProps {
  readonly format: Format;
  readonly texts: OffersExtrasTexts;
  readonly offerTexts: OffersTexts;
  /** Two or three. */
  readonly offers: readonly Offer[];
  readonly disabled: boolean;
  readonly onChoose: (offer: Offer) => void;
  readonly onClose: () => void;
}

/** Offers side by side. Each line's name stands above its figures, so that three columns fit on a phone. */
export function CompareView({ format, texts, offerTexts, offers, disabled, onChoose, onClose }: CompareViewProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'start' });
  }, []);
  const { rows } = texts;
  const group = (name: string, cell: (offer: Offer) => ComponentChildren) => (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={offers.length}>
          {name}
        </th>
      </tr>
      <tr>
        {offers.map((offer) => (
          <td key={identityOf(offer)}>{cell(offer)}</td>
        ))}
      </tr>
    </tbody>
  );
  const sum = (offer: Offer, amount: string) => (offer.product.kind === 'fixed' ? amount : offerTexts.about(amount));
  return (
    <section class="pad side-by-side" aria-labelledby="compare-heading">
      <h3 ref={heading} id="compare-heading" tabIndex={-1}>
        {texts.heading(offers.length)}
      </h3>
      <button type="button" class="link" onClick={onClose}>
        {texts.close}
      </button>
      <table aria-labelledby="compare-heading">
        <thead>
          <tr>
            {offers.map((offer) => (
              <th scope="col" key={identityOf(offer)}>
                {offer.supplier.name}
              </th>
            ))}
          </tr>
        </thead>
        {group(rows.year, (offer) => sum(offer, format.dollars(offer.estimate.annual)))}
        {offers.some(({ estimate }) => estimate.difference) &&
          group(rows.against, ({ estimate, product }) => {
            const difference = differenceOf(estimate, format);
            return difference
              ? offerTexts.difference[difference.way](difference.amount) + offerTexts.proviso[product.kind]
              : '–';
          })}
        {group(rows.term, (offer) => sum(offer, format.dollars(offer.estimate.term)))}
        {group(rows.rate, ({ rate }) => format.rateText(rate))}
        {group(rows.length, ({ termMonths }) => offerTexts.term(termMonths))}
        {group(rows.price, ({ product }) => offerTexts.kind[product.kind])}
        {group(rows.green, ({ greenPercent }) => format.percent(greenPercent))}
        {group(rows.monthlyFee, ({ monthlyFee }) =>
          Number(monthlyFee.amount) > 0 ? format.fee(monthlyFee) : texts.none,
        )}
        {group(rows.brokerFee, ({ brokerFee }) => format.dollars(brokerFee.term))}
        {group(rows.leaving, ({ earlyTermination: { kind, amount } }) => offerTexts.leaving[kind](format.fee(amount)))}
        {group(rows.swing, ({ swingPercent }) =>
          swingPercent === null
            ? texts.anyUsage
            : swingPercent
              ? texts.percent(format.percent(swingPercent))
              : texts.none,
        )}
        {group(texts.choose, (offer) => (
          <button
            type="button"
            aria-disabled={disabled}
            aria-label={offerTexts.chooseFrom(
              offerTexts.named(offer.supplier.name, offer.termMonths),
              format.rateText(offer.rate),
            )}
            onClick={() => onChoose(offer)}
          >
            {offerTexts.choose}
          </button>
        ))}
      </table>
    </section>
  );
}
