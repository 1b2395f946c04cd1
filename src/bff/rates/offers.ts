import Big from 'big.js';
import { LRUCache } from 'lru-cache';
import { MscUnavailableError } from '../../upstreams/msc/errors/unavailable.ts';
import type { MscPrice, MscPrices } from '../../upstreams/msc/pricing-schema.ts';
import type { Offer } from '../../wire/offer.ts';
import type { OffersQuestion } from '../../wire/offers-question.ts';
import type { Deps } from '../deps.ts';
import { createEncodedBody, type EncodedBody } from '../http/encoded-body.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import type { MscAccess } from '../partners/load-partners.ts';
import type { Site } from '../sites/site.ts';
import { UnitMismatchError } from './estimate.ts';
import { createLastOffers, type OffersAnswer } from './last-offers.ts';
import { type OfferInputs, offerFromPrice } from './offer-from-price.ts';
import { issueOfferToken } from './offer-token.ts';

/** How long an answer serves for the same question again, in milliseconds: far less than any price holds. */
const freshMilliseconds = 15_000;
/** How long old offers serve until the upstream is asked again. */
const staleMilliseconds = 2_000;
/** Bytes of answers kept at most. */
const mostBytes = 64 * 1024 * 1024;

/** Offers as they go out: JSON, already written, since many ask the same. */
export interface OffersSource {
  /** @throws the upstream's errors, or ProblemError */
  answer(site: Site, access: MscAccess, question: OffersQuestion): Promise<EncodedBody>;
}

/**
 * Offers from live prices. A thousand who ask the same at once cause one call upstream, and an answer serves again for a
 * few seconds. Kept apart by environment, partner, site and every input (invariant D): two sites never share an answer.
 */
export const createOffersSource = (deps: Deps): OffersSource => {
  const lastOffers = createLastOffers();
  const cache = new LRUCache<string, EncodedBody, { site: Site; access: MscAccess; question: OffersQuestion }>({
    maxSize: mostBytes,
    // What is compressed later comes on top: at most a third of the plain form.
    sizeCalculation: (answer) => Math.ceil((answer.size() * 4) / 3),
    ttl: freshMilliseconds,
    ttlResolution: 0,
    perf: { now: () => deps.now().getTime() },
    // Who asked and went away must not fail those who asked the same.
    ignoreFetchAbort: true,
    fetchMethod: async (key, _stale, { options, context: { site, access, question } }) => {
      const { annualUsage, currentRate, ...query } = question;
      let priced: MscPrices;
      try {
        priced = await deps
          .msc(access)
          .pricing.prices({ ...query, annualUsage: annualUsage.amount, usageUnit: annualUsage.unit });
      } catch (error) {
        const last = error instanceof MscUnavailableError ? lastOffers.at(key, deps.now()) : undefined;
        if (!last) throw error;
        deps.log.warn('stale_offers', { site: site.key, error: describeError(error) });
        options.ttl = staleMilliseconds;
        return asBody({ ...last, stale: true });
      }
      const { asOf, prices } = priced;
      const now = deps.now().toISOString();
      const live = prices.filter(({ validUntil }) => new Date(validUntil).toISOString() > now);
      const offers = live.map((price) => makeOffer(deps, site, price, { annualUsage, currentRate }));
      offers.sort((a, b) => new Big(a.estimate.annual.amount).cmp(b.estimate.annual.amount));
      const answer = { asOf: new Date(asOf).toISOString(), offers };
      lastOffers.keep(key, answer, deps.now());
      return asBody(answer);
    },
  });
  return {
    async answer(site, access, question) {
      const { commodity, utility, zone, annualUsage, startMonth, terms, currentRate } = question;
      const inputs = [commodity, utility, zone, annualUsage.amount, annualUsage.unit, startMonth, terms, currentRate];
      const key = JSON.stringify([site.environment, site.partner, site.key, ...inputs]);
      return cache.forceFetch(key, { context: { site, access, question } });
    },
  };
};

const asBody = (answer: OffersAnswer): EncodedBody =>
  createEncodedBody(new TextEncoder().encode(JSON.stringify(answer)), 4);

/** An offer with its token. @throws ProblemError upstream_invalid when the price is in a unit of another commodity */
export const makeOffer = (deps: Deps, site: Site, price: MscPrice, inputs: OfferInputs): Offer => {
  try {
    const { offer, shown } = offerFromPrice(price, inputs);
    return { ...offer, offerToken: issueOfferToken(deps.keys, site, shown, new Date(price.validUntil)) };
  } catch (error) {
    if (error instanceof UnitMismatchError) throw new ProblemError('upstream_invalid', {}, error);
    throw error;
  }
};
