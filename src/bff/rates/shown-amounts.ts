import type { Money } from '../../wire/decimal.ts';
import type { OfferAmounts } from '../../wire/prepared-purchase.ts';
import { estimate, feeOverTerm, usageIn } from './estimate.ts';
import type { ShownOffer } from './offer-token.ts';

/** The amounts of an offer as the customer saw it, for a comparison with the current offer. */
export function shownAmounts(shown: ShownOffer): OfferAmounts {
  const { rate, monthlyFee, brokerFeeMils: mils, termMonths, annualUsage, currentRate, earlyTermination } = shown;
  return {
    rate,
    monthlyFee: dollars(monthlyFee),
    brokerFee: { mils, term: feeOverTerm(mils, usageIn(rate.unit, annualUsage), termMonths) },
    earlyTermination: { kind: earlyTermination.kind, amount: dollars(earlyTermination.amount) },
    swingPercent: shown.swingPercent,
    greenPercent: shown.greenPercent,
    estimate: estimate({ rate, monthlyFee, termMonths, annualUsage, currentRate }),
  };
}

const dollars = (amount: string): Money => ({ amount, currency: 'USD' });
