import Big from 'big.js';
import type { Offer, OffersRequest } from '../../wire/offer.ts';
import type { Money } from '../../wire/primitives.ts';
import { type OfferTerm, offerTerm, type TermChange } from '../../wire/problem.ts';
import type { OfferAmounts } from '../../wire/saved-purchase.ts';
import type { Price } from '../enrollment/enrollment-backend.ts';
import { sha256 } from '../store/ids.ts';
import { estimate, feeOverTerm, UnitMismatchError, usageIn } from './estimate.ts';
import type { ShownOffer } from './offer-token.ts';

/** SHA-256 of an offer's documents, regardless of their order. */
export const documentsHash = (documents: Offer['documents']): string =>
  sha256(JSON.stringify(documents.map(({ kind, url }) => `${kind} ${url}`).sort()));

/** SHA-256 of a price's components: the costs that are in the rate or added to it, with their estimates. */
export const componentsHash = (components: Price['components']): string | undefined =>
  components &&
  sha256(
    JSON.stringify(
      components
        .map(({ kind, treatment, estimate = '', estimateSource = '' }) => [kind, treatment, estimate, estimateSource])
        .sort(),
    ),
  );

type Terms = Readonly<Record<OfferTerm, string | null>>;

/**
 * Every term in which the current price differs from the offer shown. Amounts are compared by value: `10` is `10.00`.
 *
 * @example changedTerms(shown, price) // [{ term: 'monthlyFee', from: '10', to: '499' }]
 */
export function changedTerms(shown: ShownOffer, price: Price): TermChange[] {
  const before = termsOf(shown);
  const after = termsOf({
    ...price,
    supplier: price.supplier.name,
    product: price.product.name,
    productKind: price.product.kind,
    earlyTermination: { kind: price.earlyTermination.kind, amount: price.earlyTermination.amount.amount },
    documentsSha256: documentsHash(price.documents),
    componentsSha256: componentsHash(price.components),
  });
  return offerTerm.options
    .filter((term) => before[term] !== after[term])
    .map((term) => ({ term, from: before[term], to: after[term] }));
}

function termsOf(offer: Omit<ShownOffer, 'priceId' | 'annualUsage' | 'annualEstimate' | 'currentRate'>): Terms {
  const { earlyTermination, usageBand } = offer;
  return {
    commodity: offer.commodity,
    utility: offer.utility,
    zone: offer.zone ?? null,
    supplier: offer.supplier,
    product: offer.product,
    productKind: offer.productKind,
    rate: `${normalize(offer.rate.amount)} per ${offer.rate.unit}`,
    termMonths: String(offer.termMonths),
    startMonth: offer.startMonth,
    monthlyFee: normalize(offer.monthlyFee),
    brokerFee: `${normalize(offer.brokerFeeMils)} mils`,
    earlyTermination:
      earlyTermination.kind === 'none' ? 'none' : `${earlyTermination.kind} ${normalize(earlyTermination.amount)}`,
    swingPercent: offer.swingPercent === null ? null : String(offer.swingPercent),
    greenPercent: String(offer.greenPercent),
    usageBand: usageBand ? `${normalize(usageBand.from)} to ${normalize(usageBand.to)} ${usageBand.unit}` : null,
    documents: offer.documentsSha256,
    components: offer.componentsSha256 ?? null,
  };
}

const normalize = (amount: string): string => new Big(amount).toFixed();

/**
 * Whether a price is for the requested commodity, utility, zone, start month, term and usage. The upstream is asked
 * only for such prices, but its response is not trusted: a price for something else would become an offer that can be
 * bought.
 */
export function matchesRequest(price: Price, request: Omit<OffersRequest, 'currentRate'>): boolean {
  const { commodity, utility, zone, startMonth, terms, annualUsage } = request;
  return (
    price.commodity === commodity &&
    price.utility === utility &&
    (zone === undefined || price.zone === zone) &&
    price.startMonth === startMonth &&
    (terms === undefined || terms.includes(price.termMonths)) &&
    isInBand(price, annualUsage)
  );
}

/** A price whose unit belongs to the other commodity is outside the band. */
function isInBand({ rate, usageBand }: Price, annualUsage: OffersRequest['annualUsage']): boolean {
  try {
    usageIn(rate.unit, annualUsage);
    if (!usageBand) return true;
    const usage = usageIn(usageBand.unit, annualUsage);
    return usage.gte(usageBand.from) && usage.lt(usageBand.to);
  } catch (error) {
    if (error instanceof UnitMismatchError) return false;
    throw error;
  }
}

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
