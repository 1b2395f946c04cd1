import { useSignal } from '@preact/signals';
import type { Money } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import { CumulativeCostChart } from './offer-tools.lazy.tsx';
import type { OffersViewProps } from './offers-store.ts';
import { bestByTerm, calculateSavings, currentAnnualCost, isAllInclusive } from './selectors.ts';

interface OffersSummaryProps extends OffersViewProps {
  readonly best: Offer;
}

/** The headline about the best offer, and charts that compare offers with the current plan. */
export function OffersSummary(props: OffersSummaryProps) {
  return (
    <div class="offers-summary">
      <OffersHeadline {...props} />
      <CostBarChart {...props} />
      <CumulativeCost {...props} />
    </div>
  );
}

/** How much the best offer costs or saves, in one sentence, and what that figure is based on. */
function OffersHeadline({ context, messages, list, best, result }: OffersSummaryProps) {
  const { format } = context;
  const offers = list.matching.value;
  const { currentRate } = result.request;
  const savings = isAllInclusive(best) ? calculateSavings(best, format) : undefined;
  const count = format.number(offers.length);
  return (
    <div>
      <h2>
        {savings
          ? messages.switching[savings.direction](savings.amount, messages.period(savings.months))
          : messages.lowestCost(format.dollars(best.estimate.annual))}
      </h2>
      <p class="text-muted">
        {offers.length === 1
          ? messages.basis.one
          : best === offers[0]
            ? messages.basis.best(count)
            : messages.recommendation(best.termMonths >= 12)}
        {currentRate && messages.versusNow(format.rateText(currentRate))}. {messages.energyOnly}
      </p>
    </div>
  );
}

/**
 * Annual cost by contract term, compared with the current plan. The bars start at zero, so their lengths are
 * proportional.
 */
function CostBarChart({ context, messages, list }: OffersViewProps) {
  const bestOffers = bestByTerm(list.matching.value);
  const currentCost = bestOffers[0] && currentAnnualCost(bestOffers[0].estimate);
  if (bestOffers.length < (currentCost ? 1 : 2)) return null;
  const maxCost = Math.max(
    ...[...bestOffers.map(({ estimate }) => estimate.annual), ...(currentCost ? [currentCost] : [])].map(({ amount }) =>
      Number(amount),
    ),
  );
  const row = (name: string, kind: 'current' | 'fixed' | 'variable', cost: Money) => {
    const amount = context.format.dollars(cost);
    return (
      <tr key={name}>
        <th scope="row">{name}</th>
        <td aria-hidden="true">
          <div class={`cost-bar cost-bar-${kind}`} style={{ width: `${(Number(cost.amount) / maxCost) * 100}%` }} />
        </td>
        <td>{kind === 'variable' ? messages.approximately(amount) : amount}</td>
      </tr>
    );
  };
  return (
    <table class="cost-bar-chart text-small">
      <caption>{messages.annualCostByTerm}</caption>
      <tbody>
        {currentCost && row(messages.currentPlan, 'current', currentCost)}
        {bestOffers.map(({ termMonths, estimate, product }) =>
          row(messages.term(termMonths), product.kind === 'fixed' ? 'fixed' : 'variable', estimate.annual),
        )}
      </tbody>
    </table>
  );
}

/** A disclosure with the cost over the whole term. Shown only with a current rate, because it is a comparison. */
function CumulativeCost({ context, messages, best }: OffersSummaryProps) {
  const expanded = useSignal(false);
  const currentAnnual = currentAnnualCost(best.estimate);
  if (!currentAnnual) return null;
  return (
    <details
      class="cumulative-cost"
      onToggle={(event) => {
        expanded.value = event.currentTarget.open;
      }}
    >
      <summary>{messages.cumulativeCost}</summary>
      {expanded.value && (
        <CumulativeCostChart context={context} messages={messages} offer={best} currentAnnual={currentAnnual} />
      )}
    </details>
  );
}
