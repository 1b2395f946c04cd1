import type { Offer } from '../../wire/offer.ts';
import { differenceOf } from './difference.ts';
import type { FoundProps } from './found-props.ts';

interface HeadlineProps extends FoundProps {
  readonly best: Offer;
}

/** The one sentence the step is about. */
export function Headline({ shopper, texts, list, best, answer }: HeadlineProps) {
  const { format } = shopper;
  const offers = list.matching.value;
  const { currentRate } = answer.question;
  const difference = differenceOf(best.estimate, format);
  const count = format.number(offers.length);
  const mixed = best.product.kind === 'fixed' && offers.some(({ product }) => product.kind !== 'fixed');
  return (
    <div>
      <h2>
        {difference
          ? texts.switching[difference.way](difference.amount)
          : texts.lowest(format.dollars(best.estimate.annual))}
      </h2>
      <p class="muted">
        {offers.length === 1 ? texts.basis.one : mixed ? texts.basis.bestFixed(count) : texts.basis.best(count)}
        {currentRate && texts.against(format.rateText(currentRate))}. {texts.energyOnly}
      </p>
    </div>
  );
}
