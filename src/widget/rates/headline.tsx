import type { Rate } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { bestOf } from './best-offer.ts';

interface HeadlineProps {
  readonly format: Format;
  readonly texts: OffersTexts;
  /** Cheapest by the year first; at least one. */
  readonly offers: readonly Offer[];
  readonly currentRate: Rate | undefined;
}

/** The one sentence the step is about. */
export function Headline({ format, texts, offers, currentRate }: HeadlineProps) {
  const best = bestOf(offers);
  if (!best) return null;
  const { annual, difference } = best.estimate;
  const amount = difference && format.dollars({ ...difference, amount: difference.amount.replace('-', '') });
  const sentence = !amount
    ? texts.lowest(format.dollars(annual))
    : Math.abs(Number(difference?.amount)) < 1
      ? texts.same
      : difference?.amount.startsWith('-')
        ? texts.save(amount)
        : texts.costMore(amount);
  const count = format.number(offers.length);
  const mixed = best.product.kind === 'fixed' && offers.some(({ product }) => product.kind !== 'fixed');
  const basis = offers.length === 1 ? texts.basis.one : mixed ? texts.basis.bestFixed(count) : texts.basis.best(count);
  return (
    <div class="headline">
      <h2>{sentence}</h2>
      <p class="muted">
        {basis}
        {currentRate && texts.against(format.rateText(currentRate))}. {texts.energyOnly}
      </p>
    </div>
  );
}
