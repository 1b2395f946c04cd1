import type { ComponentChildren } from 'preact';
import type { Offer } from '../../wire/offer.ts';
import type { Money } from '../../wire/primitives.ts';
import { comparableRate } from '../comparable-rate.ts';
import { LazyDetails } from '../components/lazy-details.tsx';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { earliestExpiry } from './offer-list.ts';
import { CumulativeCostChart } from './offer-tools.lazy.tsx';
import { isUsageEstimated, type OffersViewProps } from './offers-store.ts';
import { calculateSavings, currentAnnualCost, isAllInclusive } from './selectors.ts';

interface OffersSummaryProps extends OffersViewProps {
  readonly best: Offer;
}

export function OffersSummary(props: OffersSummaryProps) {
  return (
    <div class="offers-summary">
      <OffersHeadline {...props} />
      <TermChart {...props} />
      <CumulativeCost {...props} />
    </div>
  );
}

export function headlineText(best: Offer, messages: OffersMessages, format: Format): string {
  const savings = isAllInclusive(best) ? calculateSavings(best, format) : undefined;
  return savings
    ? messages.switching[savings.direction](savings.amount, messages.period(savings.months))
    : messages.lowestCost(format.dollars(best.estimate.annual));
}

function OffersHeadline({ context, quote, messages, list, best, result }: OffersSummaryProps) {
  const { format } = context;
  const offers = list.matching.value;
  const { annualUsage, currentRate } = result.request;
  const count = format.number(offers.length);
  return (
    <div>
      <h2>{headlineText(best, messages, format)}</h2>
      <p class="text-muted">
        {offers.length === 1
          ? messages.basis.one
          : best === offers[0]
            ? messages.basis.best(count)
            : messages.recommendation(best.termMonths >= 12, list.isFiltered.value)}
        {messages.atUsage(
          `${format.number(annualUsage.amount)} ${format.unit(annualUsage.unit)}`,
          isUsageEstimated(quote),
        )}
        {currentRate && messages.versusNow(format.rateText(currentRate))}. {messages.energyOnly}
      </p>
      <p class="text-muted">{messages.validUntil(format.dateTime(earliestExpiry(result)))}</p>
    </div>
  );
}

/**
 * A chart with the annual cost of the best offer for each term, compared with the current plan. Selecting a term
 * filters the offers. The bars start at zero, so their lengths are proportional to the costs.
 */
function TermChart({ context: { format }, messages, list }: OffersViewProps) {
  const bestOffers = list.bestByTerm.value;
  const currentCost = bestOffers[0] && currentAnnualCost(bestOffers[0].estimate);
  if (bestOffers.length < (currentCost ? 1 : 2)) return null;
  const { term } = list.filters.value;
  const costs = [...bestOffers.map(({ estimate }) => estimate.annual), ...(currentCost ? [currentCost] : [])];
  const maxCost = Math.max(...costs.map(({ amount }) => Number(amount)));
  const bar = (kind: 'current' | 'fixed' | 'variable', cost: Money) => (
    <span class={`cost-bar cost-bar-${kind}`} style={{ width: `${(Number(cost.amount) / maxCost) * 100}%` }} />
  );
  const option = (value: string, label: ComponentChildren) => (
    <label key={value}>
      <input type="radio" name="term" checked={term === value} onChange={() => list.setFilters({ term: value })} />
      {label}
    </label>
  );
  return (
    <fieldset class="term-chart text-small">
      <legend>{messages.annualCostByTerm}</legend>
      {currentCost && (
        <p>
          <span>{messages.currentPlan}</span>
          <span>{bar('current', currentCost)}</span>
          <strong>{format.dollars(currentCost)}</strong>
        </p>
      )}
      {bestOffers.length > 1 && option('', messages.any)}
      {bestOffers.map((offer) => {
        const { termMonths, estimate, product, supplier, rate } = offer;
        const amount = format.dollars(estimate.annual);
        const isFixed = product.kind === 'fixed';
        return option(
          String(termMonths),
          <>
            <span>{messages.term(termMonths)}</span>
            <span>
              <span class="text-muted">
                {supplier.name} · {format.rateText(comparableRate(offer, rate))}
              </span>
              {bar(isFixed ? 'fixed' : 'variable', estimate.annual)}
            </span>
            <strong>{isFixed ? amount : messages.approximately(amount)}</strong>
          </>,
        );
      })}
    </fieldset>
  );
}

/** A disclosure with the cost over the whole term. Shown only with a current rate, because it is a comparison. */
function CumulativeCost({ context, messages, best }: OffersSummaryProps) {
  const currentAnnual = currentAnnualCost(best.estimate);
  if (!currentAnnual) return null;
  return (
    <LazyDetails summary={messages.cumulativeCost}>
      <CumulativeCostChart context={context} messages={messages} offer={best} currentAnnual={currentAnnual} />
    </LazyDetails>
  );
}
