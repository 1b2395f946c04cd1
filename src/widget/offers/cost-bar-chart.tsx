import type { Money } from '../../wire/decimal.ts';
import { bestByTerm, currentAnnualCost } from './cost-by-term.ts';
import type { OffersViewProps } from './offers-view-props.ts';

/** What a year costs, by length of contract, against staying put. The bars begin at zero, so their lengths do not flatter. */
export function CostBarChart({ context, messages, list }: OffersViewProps) {
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
