import type { Offer } from '../../wire/offer.ts';
import type { Money } from '../../wire/primitives.ts';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { WidgetContext } from '../widget-context.ts';

export interface CumulativeCostChartProps {
  readonly context: WidgetContext;
  readonly messages: OffersMessages;
  readonly offer: Offer;
  readonly currentAnnual: Money;
}

/** Size of the SVG view box. The style sheet sets the height to 7.5rem. */
const [width, height] = [320, 120];

/** The cumulative cost of the offer and of the current plan over the term, as a line chart and as a table. */
export function CumulativeCostChart({
  context: { format },
  messages,
  toolMessages,
  offer,
  currentAnnual,
}: CumulativeCostChartProps & { readonly toolMessages: OfferToolsMessages }) {
  const { estimate, termMonths } = offer;
  const cumulativeCost = (annual: string, months: number) => (Number(annual) / 12) * months;
  const [offerTotal, currentTotal] = [
    cumulativeCost(estimate.annual.amount, termMonths),
    cumulativeCost(currentAnnual.amount, termMonths),
  ];
  const maxTotal = Math.max(offerTotal, currentTotal);
  const linePath = (total: number) => `M0 ${height} L${width} ${height - (total / maxTotal) * (height - 4)}`;
  const years = Array.from({ length: Math.floor(termMonths / 12) }, (_, index) => (index + 1) * 12);
  const milestones = years.at(-1) === termMonths ? years : [...years, termMonths];
  const lineEnds = [
    { name: messages.currentPlan, total: currentTotal },
    { name: toolMessages.thisOffer, total: offerTotal },
  ].sort((a, b) => b.total - a.total);
  const dollars = (amount: number) => format.dollars({ amount: amount.toFixed(2), currency: 'USD' });
  return (
    <div class="cumulative-cost">
      <div class="cumulative-cost-lines">
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <path class="cumulative-cost-current" d={linePath(currentTotal)} />
          <path class="cumulative-cost-offer" d={linePath(offerTotal)} />
        </svg>
        <p aria-hidden="true">
          {lineEnds.map(({ name, total }, index) => (
            <span
              key={name}
              // The higher line ends at the top. The label of the lower line is beside its end, or below the other label.
              style={{ marginBlockStart: index ? `max(0px, ${(1 - total / maxTotal) * 7.5}rem - 2.9em)` : 0 }}
            >
              {name}
              <br />
              <strong>{dollars(total)}</strong>
            </span>
          ))}
        </p>
      </div>
      <table class="cumulative-cost-table">
        <caption class="text-small text-muted">
          {toolMessages.cumulativeCostCaption(offer.supplier.name, termMonths)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{toolMessages.after}</th>
            <th scope="col">
              <span class="cumulative-cost-key cumulative-cost-offer" aria-hidden="true" /> {toolMessages.thisOffer}
            </th>
            <th scope="col">
              <span class="cumulative-cost-key cumulative-cost-current" aria-hidden="true" /> {messages.currentPlan}
            </th>
          </tr>
        </thead>
        <tbody>
          {milestones.map((months) => (
            <tr key={months}>
              <th scope="row">{messages.term(months)}</th>
              <td>{dollars(cumulativeCost(estimate.annual.amount, months))}</td>
              <td>{dollars(cumulativeCost(currentAnnual.amount, months))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
