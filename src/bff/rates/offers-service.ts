import Big from 'big.js';
import { LRUCache } from 'lru-cache';
import { MscUnavailableError } from '../../upstreams/msc/errors.ts';
import type { MscPrice, MscPrices } from '../../upstreams/msc/pricing-schema.ts';
import type { Offer, OffersRequest } from '../../wire/offer.ts';
import type { AppContext } from '../app-context.ts';
import type { MscAccess } from '../config/load-partners.ts';
import type { Site } from '../config/site.ts';
import { createEncodedBody, type EncodedBody } from '../http/encoded-body.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { UnitMismatchError } from './estimate.ts';
import { type OfferInputs, offerFromPrice } from './offer-from-price.ts';
import { issueOfferToken } from './offer-token.ts';
import { createStaleOffersCache, type OffersResponse } from './stale-offers-cache.ts';

/** How long an answer serves for the same question again, in milliseconds: far less than any price holds. */
const TTL_MS = 15_000;
/** How long old offers serve until the upstream is asked again. */
const STALE_TTL_MS = 2_000;
/** Bytes of answers kept at most. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Offers as they go out: JSON, already written, since many ask the same. */
export interface OffersService {
  /** @throws the upstream's errors, or ProblemError */
  list(site: Site, access: MscAccess, request: OffersRequest): Promise<EncodedBody>;
}

/**
 * Offers from live prices. A thousand who ask the same at once cause one call upstream, and an answer serves again for a
 * few seconds. Kept apart by environment, partner, site and every input (invariant D): two sites never share an answer.
 */
export function createOffersService(appContext: AppContext): OffersService {
  const staleOffers = createStaleOffersCache();
  const cache = new LRUCache<string, EncodedBody, { site: Site; access: MscAccess; request: OffersRequest }>({
    maxSize: MAX_BYTES,
    // What is compressed later comes on top: at most a third of the plain form.
    sizeCalculation: (body) => Math.ceil((body.totalBytes() * 4) / 3),
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => appContext.now().getTime() },
    // Who asked and went away must not fail those who asked the same.
    ignoreFetchAbort: true,
    fetchMethod: async (key, _stale, { options, context: { site, access, request } }) => {
      const { annualUsage, currentRate, ...query } = request;
      let upstreamPrices: MscPrices;
      try {
        upstreamPrices = await appContext
          .mscClient(access)
          .pricing.prices({ ...query, annualUsage: annualUsage.amount, usageUnit: annualUsage.unit });
      } catch (error) {
        const staleResponse = error instanceof MscUnavailableError ? staleOffers.get(key, appContext.now()) : undefined;
        if (!staleResponse) throw error;
        appContext.log.warn('stale_offers_served', { site: site.key, error: describeError(error) });
        options.ttl = STALE_TTL_MS;
        return toBody({ ...staleResponse, stale: true });
      }
      const { asOf, prices } = upstreamPrices;
      const now = appContext.now().toISOString();
      const unexpired = prices.filter(({ validUntil }) => new Date(validUntil).toISOString() > now);
      const offers = unexpired.map((price) => createOffer(appContext, site, price, { annualUsage, currentRate }));
      offers.sort((a, b) => new Big(a.estimate.annual.amount).cmp(b.estimate.annual.amount));
      const response = { asOf: new Date(asOf).toISOString(), offers };
      staleOffers.set(key, response, appContext.now());
      return toBody(response);
    },
  });
  return {
    async list(site, access, request) {
      const { commodity, utility, zone, annualUsage, startMonth, terms, currentRate } = request;
      const inputs = [commodity, utility, zone, annualUsage.amount, annualUsage.unit, startMonth, terms, currentRate];
      const key = JSON.stringify([site.environment, site.partner, site.key, ...inputs]);
      return cache.forceFetch(key, { context: { site, access, request } });
    },
  };
}

const toBody = (response: OffersResponse): EncodedBody =>
  createEncodedBody(new TextEncoder().encode(JSON.stringify(response)), 4);

/** An offer with its token. @throws ProblemError upstream_invalid when the price is in a unit of another commodity */
export function createOffer(appContext: AppContext, site: Site, price: MscPrice, inputs: OfferInputs): Offer {
  try {
    const { offer, shown } = offerFromPrice(price, inputs);
    return { ...offer, offerToken: issueOfferToken(appContext.keys, site, shown, new Date(price.validUntil)) };
  } catch (error) {
    if (error instanceof UnitMismatchError) throw new ProblemError('upstream_invalid', {}, error);
    throw error;
  }
}
