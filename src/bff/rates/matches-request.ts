import type { OffersRequest } from '../../wire/offer.ts';
import type { Price } from '../enrollment/enrollment-backend.ts';
import { UnitMismatchError, usageIn } from './estimate.ts';

/**
 * Whether a price is for the requested commodity, utility, zone, start month, term and usage. The upstream is asked for
 * these only, but its response is not trusted: a price for something else would become an offer that can be bought.
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

/** A price whose unit belongs to the other commodity is outside. */
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
