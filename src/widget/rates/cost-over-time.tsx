import type { Money } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { OffersExtrasTexts } from '../i18n/en/offers-extras.ts';
import type { Format } from '../i18n/format.ts';

interface CostOverTimeProps {
  readonly format: Format;
  readonly texts: OffersTexts;
  readonly words: OffersExtrasTexts;
  readonly offer: Offer;
  /** What a year costs now. */
  readonly now: Money;
}

const [width, height] = [320, 120];

/** What adds up over the term, against staying put: two lines for the eye, the same figures as a table for everyone. */
export function CostOverTime({ format, texts, words, offer, now }: CostOverTimeProps) {
  const { estimate, termMonths } = offer;
  const after = (annual: string, months: number) => (Number(annual) / 12) * months;
  const [here, there] = [after(estimate.annual.amount, termMonths), after(now.amount, termMonths)];
  const most = Math.max(here, there);
  const line = (total: number) => `M0 ${height} L${width} ${height - (total / most) * (height - 4)}`;
  const years = Array.from({ length: Math.floor(termMonths / 12) }, (_, index) => (index + 1) * 12);
  const stops = years.at(-1) === termMonths ? years : [...years, termMonths];
  const dollars = (amount: number) => format.dollars({ amount: amount.toFixed(2), currency: 'USD' });
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="now" d={line(there)} />
        <path class="here" d={line(here)} />
      </svg>
      <table class="totals">
        <caption class="small muted">{words.overTimeCaption(offer.supplier.name, termMonths)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.after}</th>
            <th scope="col">
              <span class="key here" aria-hidden="true" /> {words.thisOffer}
            </th>
            <th scope="col">
              <span class="key now" aria-hidden="true" /> {texts.stayPut}
            </th>
          </tr>
        </thead>
        <tbody>
          {stops.map((months) => (
            <tr key={months}>
              <th scope="row">{texts.term(months)}</th>
              <td>{dollars(after(estimate.annual.amount, months))}</td>
              <td>{dollars(after(now.amount, months))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
