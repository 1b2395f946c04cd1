import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { Energy, Rate } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import { estimate, feeOverTerm, usageIn } from './estimate.ts';
import type { ShownOffer } from './offer-token.ts';

/** What the customer asked with, kept beside the price so that it can be asked again. */
export interface OfferInputs {
  readonly annualUsage: Energy;
  readonly currentRate?: Rate | undefined;
}

/**
 * A price row in the upstream's words as an offer in ours: the one place where the two vocabularies meet. The token is
 * made by the caller, who knows site and keys.
 *
 * @throws UnitMismatchError when the usage cannot be brought to the price's unit
 */
export function offerFromPrice(
  price: MscPrice,
  { annualUsage, currentRate }: OfferInputs,
): { readonly offer: Omit<Offer, 'offerToken'>; readonly shown: ShownOffer } {
  const { commodity, utility, termMonths, startMonth, rate } = price;
  const cost = estimate({ rate, monthlyFee: price.monthlyFee, termMonths, annualUsage, currentRate });
  const zone = price.zone ?? undefined;
  const offer = {
    id: price.priceId,
    commodity,
    supplier: { id: price.supplier.id, name: price.supplier.name },
    product: { name: price.product.name, kind: price.product.kind },
    utility,
    ...(zone ? { zone } : {}),
    termMonths,
    startMonth,
    rate,
    monthlyFee: { amount: price.monthlyFee, currency: 'USD' as const },
    brokerFee: {
      mils: price.brokerFeeMils,
      term: feeOverTerm(price.brokerFeeMils, usageIn(rate.unit, annualUsage), termMonths),
    },
    greenPercent: price.greenPercent,
    swingPercent: price.swingPercent,
    earlyTermination: {
      kind: price.earlyTermination.kind,
      amount: { amount: price.earlyTermination.amount, currency: 'USD' as const },
    },
    usageBand: price.usageBand,
    estimate: cost,
    expiresAt: new Date(price.validUntil).toISOString(),
    documents: price.documents.map(({ kind, url }) => ({ kind: kind === 'EFL' ? ('efl' as const) : kind, url })),
  };
  const shown: ShownOffer = {
    priceId: price.priceId,
    commodity,
    utility,
    zone,
    supplier: price.supplier.name,
    product: price.product.name,
    productKind: price.product.kind,
    rate,
    termMonths,
    startMonth,
    annualUsage,
    annualEstimate: cost.annual.amount,
    currentRate,
  };
  return { offer, shown };
}
