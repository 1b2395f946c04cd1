import type { Money } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { annualNow, bestByTerm } from './cost-by-term.ts';

interface CostBarsProps {
  readonly format: Format;
  readonly texts: OffersTexts;
  /** Cheapest by the year first. */
  readonly offers: readonly Offer[];
}

interface Bar {
  readonly name: string;
  readonly cost: Money;
  readonly kind: 'now' | 'sure' | 'open';
}

/** What a year costs, by length of contract, against staying put. The bars begin at zero, so their lengths do not flatter. */
export function CostBars({ format, texts, offers }: CostBarsProps) {
  const best = bestByTerm(offers);
  const now = best[0] && annualNow(best[0].estimate);
  const bars: readonly Bar[] = [
    ...(now ? [{ name: texts.stayPut, cost: now, kind: 'now' as const }] : []),
    ...best.map(({ termMonths, estimate, product }) => ({
      name: texts.term(termMonths),
      cost: estimate.annual,
      kind: product.kind === 'fixed' ? ('sure' as const) : ('open' as const),
    })),
  ];
  if (bars.length < 2) return null;
  const most = Math.max(...bars.map(({ cost }) => Number(cost.amount)));
  return (
    <table class="bars">
      <caption class="small muted">{texts.yearByTerm}</caption>
      <tbody>
        {bars.map(({ name, cost, kind }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="track" aria-hidden="true">
              <div class={`stretch ${kind}`} style={{ width: `${(Number(cost.amount) / most) * 100}%` }} />
            </td>
            <td>{kind === 'open' ? texts.about(format.dollars(cost)) : format.dollars(cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
