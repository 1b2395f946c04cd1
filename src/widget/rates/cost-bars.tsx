import type { Money } from '../../wire/decimal.ts';
import { annualNow, bestByTerm } from './cost-by-term.ts';
import type { FoundProps } from './found-props.ts';

/** What a year costs, by length of contract, against staying put. The bars begin at zero, so their lengths do not flatter. */
export function CostBars({ shopper, texts, list }: FoundProps) {
  const best = bestByTerm(list.matching.value);
  const now = best[0] && annualNow(best[0].estimate);
  if (best.length < (now ? 1 : 2)) return null;
  const most = Math.max(
    ...[...best.map(({ estimate }) => estimate.annual), ...(now ? [now] : [])].map(({ amount }) => Number(amount)),
  );
  const bar = (name: string, kind: 'now' | 'fixed' | 'open', cost: Money) => {
    const amount = shopper.format.dollars(cost);
    return (
      <tr key={name}>
        <th scope="row">{name}</th>
        <td aria-hidden="true">
          <div class={`stretch ${kind}`} style={{ width: `${(Number(cost.amount) / most) * 100}%` }} />
        </td>
        <td>{kind === 'open' ? texts.about(amount) : amount}</td>
      </tr>
    );
  };
  return (
    <table class="bars small">
      <caption>{texts.yearByTerm}</caption>
      <tbody>
        {now && bar(texts.stayPut, 'now', now)}
        {best.map(({ termMonths, estimate, product }) =>
          bar(texts.term(termMonths), product.kind === 'fixed' ? 'fixed' : 'open', estimate.annual),
        )}
      </tbody>
    </table>
  );
}
