import { setImmediate } from 'node:timers/promises';
import Big from 'big.js';
import { LRUCache } from 'lru-cache';
import { UpstreamUnavailableError } from '../../upstreams/http/errors.ts';
import type { Offer, OffersRequest, PriceComponent } from '../../wire/offer.ts';
import type { Energy, Rate } from '../../wire/primitives.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import type { EnrollmentBackend, Price, PriceComponentTerms } from '../enrollment/enrollment-backend.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { ProblemError } from '../http/problem.ts';
import { createEncodedBody, type EncodedBody } from '../http/response-headers.ts';
import { describeError } from '../log.ts';
import { createConcurrencyLimit } from '../middleware/stream-limits.ts';
import type { Site } from '../partners/site.ts';
import { componentsHash, documentsHash, matchesRequest } from './compare-price.ts';
import { estimate, feeOverTerm, UnitMismatchError, usageIn } from './estimate.ts';
import { issueOfferToken, MAX_OFFER_TOKEN_LENGTH, type ShownOffer } from './offer-token.ts';
import { createStaleOffersCache, type OffersResponse } from './stale-offers.ts';

/** How long a response is cached: much shorter than the validity of a price. */
const TTL_MS = 15_000;
/** How long stale offers are cached before the upstream is called again. */
const STALE_TTL_MS = 2_000;
const MAX_CACHE_BYTES = 64 * 1024 * 1024;

/** Offers as serialized JSON, because many requests are identical. */
export interface OffersService {
  /**
   * @param charge called before the upstream call. It is not called for a response that is cached or shared with
   * another request
   * @returns the response, and the number of prices from which it was computed; 0 if it was cached or shared with
   * another request
   * @throws UpstreamError | ProblemError rate_limited if the address has too many computations in progress, and the
   * errors of `charge`
   */
  list(
    caller: Pick<Caller, 'access' | 'ipKeys' | 'site'>,
    request: OffersRequest,
    charge: () => Promise<void>,
  ): Promise<{ readonly response: EncodedBody; readonly computedRows: number }>;
}

interface Computation {
  readonly site: Site;
  readonly access: PartnerAccess;
  readonly request: OffersRequest;
  /** The prices that this request processed, at least 1; 0 if it received the response of another request or a stale one. */
  rows: number;
}

/** How many prices are processed, in a few milliseconds, before other requests are served. */
const ROWS_PER_TURN = 50;

/** Maximum computations for one address at a time. Each takes up to 150 ms if the price matrix is large. */
const MAX_CONCURRENT_COMPUTATIONS = 6;

type OffersContext = Pick<AppContext, 'enrollment' | 'keys' | 'log' | 'metrics' | 'now'>;

/**
 * Creates offers from live prices. Concurrent identical requests share one upstream call, and a response is cached for
 * a few seconds. The cache key contains the environment, the partner, the site and every input, so two sites never
 * share a response (invariant D).
 */
export function createOffersService(appContext: OffersContext): OffersService {
  const staleOffers = createStaleOffersCache();
  const cache = new LRUCache<string, EncodedBody, Computation>({
    maxSize: MAX_CACHE_BYTES,
    // Compressed forms are created later. Together they are at most a third of the size of the plain form.
    sizeCalculation: (body) => Math.ceil((body.totalBytes() * 4) / 3),
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => appContext.now().getTime() },
    // One caller's abort must not fail other callers that wait for the same response.
    ignoreFetchAbort: true,
    fetchMethod: async (key, _stale, { options, context: computation }) => {
      const { site, access, request } = computation;
      const { currentRate, ...query } = request;
      let upstreamPrices: Awaited<ReturnType<EnrollmentBackend['prices']>>;
      try {
        upstreamPrices = await appContext.enrollment(access).prices(query);
      } catch (error) {
        const staleResponse =
          error instanceof UpstreamUnavailableError ? staleOffers.get(key, appContext.now()) : undefined;
        if (!staleResponse) throw error;
        appContext.log.warn('stale_offers_served', { site: site.key, error: describeError(error) });
        options.ttl = STALE_TTL_MS;
        return toBody({ ...staleResponse, stale: true });
      }
      const { asOf, prices, dropped } = upstreamPrices;
      const now = appContext.now().toISOString();
      const unexpired = prices.filter(({ validUntil }) => validUntil > now);
      const inputs = { annualUsage: query.annualUsage, currentRate };
      computation.rows = Math.max(1, prices.length);
      const offers: Offer[] = [];
      for (const [index, price] of unexpired.entries()) {
        // Lets the server process other requests.
        if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await setImmediate();
        const offer = matchesRequest(price, query) && createOfferIfValid(appContext, site, price, inputs);
        if (offer) offers.push(offer);
      }
      reportDropped(appContext, site, dropped + unexpired.length - offers.length);
      offers.sort((a, b) => new Big(a.estimate.annual.amount).cmp(b.estimate.annual.amount));
      const response = { asOf, offers };
      staleOffers.set(key, response, appContext.now());
      return toBody(response);
    },
  });
  const concurrency = createConcurrencyLimit(MAX_CONCURRENT_COMPUTATIONS);
  const inProgress = new Set<string>();
  return {
    async list({ site, access, ipKeys }, request, charge) {
      const { commodity, utility, zone, annualUsage, startMonth, terms, currentRate } = request;
      const inputs = [commodity, utility, zone, annualUsage.amount, annualUsage.unit, startMonth, terms, currentRate];
      const key = JSON.stringify([site.environment, site.partner, site.key, ...inputs]);
      const computation: Computation = { site, access, request, rows: 0 };
      const fetch = () => cache.forceFetch(key, { context: computation });
      const isShared = () => cache.has(key) || inProgress.has(key);
      if (!isShared()) await charge();
      if (isShared()) return { response: await fetch(), computedRows: 0 };
      const release = concurrency.acquire(ipKeys);
      inProgress.add(key);
      try {
        return { response: await fetch(), computedRows: computation.rows };
      } finally {
        inProgress.delete(key);
        release();
      }
    },
  };
}

const toBody = (response: OffersResponse): EncodedBody =>
  createEncodedBody(new TextEncoder().encode(JSON.stringify(response)), 4);

/** Counts prices that are not offered. Their content is not logged, because it comes from another system. */
function reportDropped({ log, metrics }: OffersContext, site: Site, count: number): void {
  if (!count) return;
  const { partner, environment } = site;
  metrics.pricesDropped(partner, environment, count);
  log.warn('prices_dropped', { site: site.key, partner, environment, count });
}

function createOfferIfValid(
  appContext: OffersContext,
  site: Site,
  price: Price,
  inputs: OfferInputs,
): Offer | undefined {
  try {
    return createOffer(appContext, site, price, inputs);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/**
 * Creates an offer with its token.
 *
 * @throws ProblemError upstream_invalid if the price has a unit of the other commodity, or texts too long for a token
 */
export function createOffer(
  { keys, now }: Pick<AppContext, 'keys' | 'now'>,
  site: Site,
  price: Price,
  inputs: OfferInputs,
): Offer {
  try {
    const { offer, shown } = offerFromPrice(price, inputs);
    const offerToken = issueOfferToken(keys, site, shown, new Date(price.validUntil), now());
    if (offerToken.length > MAX_OFFER_TOKEN_LENGTH) throw new ProblemError('upstream_invalid');
    return { ...offer, offerToken };
  } catch (error) {
    if (error instanceof UnitMismatchError) throw new ProblemError('upstream_invalid', {}, error);
    throw error;
  }
}

/** The customer's inputs. They are stored in the offer token, so that the same offer can be requested again. */
export interface OfferInputs {
  readonly annualUsage: Energy;
  readonly currentRate?: Rate | undefined;
}

/**
 * Converts a price to an offer for this customer, without the token. The caller adds the token, because it has the
 * site and the keys.
 *
 * @throws UnitMismatchError if the usage cannot be converted to the price's unit
 */
export function offerFromPrice(
  price: Price,
  { annualUsage, currentRate }: OfferInputs,
): { readonly offer: Omit<Offer, 'offerToken'>; readonly shown: ShownOffer } {
  const { monthlyFee, brokerFeeMils, validUntil, components, ...shared } = price;
  const { rate, termMonths } = shared;
  const cost = estimate({ rate, monthlyFee, termMonths, annualUsage, currentRate });
  const offer = {
    ...shared,
    monthlyFee: { amount: monthlyFee, currency: 'USD' as const },
    brokerFee: { mils: brokerFeeMils, term: feeOverTerm(brokerFeeMils, usageIn(rate.unit, annualUsage), termMonths) },
    ...(components && { components: components.map((component) => toComponent(component, rate, annualUsage)) }),
    estimate: cost,
    expiresAt: validUntil,
  };
  const shown: ShownOffer = {
    priceId: price.id,
    commodity: price.commodity,
    utility: price.utility,
    zone: price.zone,
    supplier: price.supplier.name,
    supplierLicense: pinnedLicense(price.supplier.license),
    product: price.product.name,
    productKind: price.product.kind,
    rate,
    termMonths,
    startMonth: price.startMonth,
    monthlyFee,
    brokerFeeMils,
    earlyTermination: { kind: price.earlyTermination.kind, amount: price.earlyTermination.amount.amount },
    swingPercent: price.swingPercent,
    greenPercent: price.greenPercent,
    usageBand: price.usageBand,
    documentsSha256: documentsHash(price.documents),
    componentsSha256: componentsHash(components),
    annualUsage,
    annualEstimate: cost.annual.amount,
    currentRate,
  };
  return { offer, shown };
}

/** Longer licenses are omitted, because they would make the offer token too long. */
const MAX_PINNED_LICENSE_LENGTH = 200;

const pinnedLicense = (license: string | undefined): string | undefined =>
  license !== undefined && license.length <= MAX_PINNED_LICENSE_LENGTH ? license : undefined;

function toComponent(
  { kind, treatment, estimate: perUnit, estimateSource: source }: PriceComponentTerms,
  { unit }: Rate,
  annualUsage: Energy,
): PriceComponent {
  if (treatment === 'fixed' || perUnit === undefined || source === undefined) return { kind, treatment };
  const annual = { amount: usageIn(unit, annualUsage).times(perUnit).toFixed(2), currency: 'USD' as const };
  return { kind, treatment, estimate: { annual, source } };
}
