import type { Offer } from '../../wire/offer.ts';
import type { OffersViewProps } from './offers-view-props.ts';
import { calculateSavings } from './savings.ts';

interface OffersHeadlineProps extends OffersViewProps {
  readonly best: Offer;
}

/** The one sentence the step is about. */
export function OffersHeadline({ context, messages, list, best, result }: OffersHeadlineProps) {
  const { format } = context;
  const offers = list.matching.value;
  const { currentRate } = result.request;
  const savings = calculateSavings(best.estimate, format);
  const count = format.number(offers.length);
  const hasOtherKinds = best.product.kind === 'fixed' && offers.some(({ product }) => product.kind !== 'fixed');
  return (
    <div>
      <h2>
        {savings
          ? messages.switching[savings.direction](savings.amount)
          : messages.lowestCost(format.dollars(best.estimate.annual))}
      </h2>
      <p class="text-muted">
        {offers.length === 1
          ? messages.basis.one
          : hasOtherKinds
            ? messages.basis.bestFixed(count)
            : messages.basis.best(count)}
        {currentRate && messages.versusNow(format.rateText(currentRate))}. {messages.energyOnly}
      </p>
    </div>
  );
}
