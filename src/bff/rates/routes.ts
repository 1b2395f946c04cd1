import type { Hono } from 'hono';
import { listOffers } from '../../wire/offer.ts';
import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import { estimateUsage } from '../../wire/usage-estimate.ts';
import { listUtilities } from '../../wire/utility.ts';
import { lookUpUtilities } from '../../wire/utility-lookup.ts';
import type { AppContext } from '../app-context.ts';
import { chargeCaller, chargeUpstream } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { createCachedBodyParser } from '../http/request-body.ts';
import { sendCompressed } from '../http/response-headers.ts';
import { rateLimitIp } from '../middleware/client-ip.ts';
import { createConcurrencyLimit } from '../middleware/stream-limits.ts';
import type { Site } from '../partners/site.ts';
import { createRouter } from '../routing/route.ts';
import { createOffersService } from './offers-service.ts';
import { estimateAnnualUsage } from './usage-estimate.ts';
import { retailChoiceFor, sharedUtilitiesService } from './utilities-service.ts';

/**
 * How many prices cost one point. Computing them takes at least as long as a request. A price matrix has up to a few
 * thousand prices, so an address can have about thirty of the largest matrices computed per minute, which takes a few
 * seconds.
 */
const ROWS_PER_POINT = 20;

/** Maximum lookups for one IP address at a time. Cached lookups take no time. */
const MAX_CONCURRENT_LOOKUPS = 20;

/** Routes for utilities by postal code, live offers, and estimates of annual usage. */
export function rateRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const offers = createOffersService(appContext);
  const utilities = sharedUtilitiesService(appContext);
  const lookUps = createConcurrencyLimit(MAX_CONCURRENT_LOOKUPS);
  /** @throws ProblemError rate_limited if the address has too many lookups in progress */
  async function limited<T>({ ipKeys }: Pick<Caller, 'ipKeys'>, lookUp: () => Promise<T>): Promise<T> {
    const release = lookUps.acquire(ipKeys);
    return lookUp().finally(release);
  }

  route(listUtilities, async ({ caller, query: { postalCode, commodity } }) => {
    assertCommoditySold(caller.site, commodity);
    await chargeUpstream(appContext, caller, 1);
    const found = await limited(caller, () => utilities.forPostalCode(caller.access, postalCode, commodity));
    if (!found.length) throw new ProblemError(NO_UTILITY_CODES[retailChoiceFor(postalCode, commodity)]);
    return { utilities: [...found] };
  });
  route(lookUpUtilities, async ({ context, caller, body: { commodity, postalCodes } }) => {
    assertCommoditySold(caller.site, commodity);
    // Each postal code can cause one upstream call, and the request itself has been counted.
    await chargeCaller(appContext, context, caller, postalCodes.length - 1);
    await chargeUpstream(appContext, caller, postalCodes.length);
    const found = await limited(caller, () => utilities.forPostalCodes(caller.access, postalCodes, commodity));
    return {
      utilities: [...new Map(found.flat().map((utility) => [utility.code, utility])).values()],
      postalCodes: postalCodes.map((postalCode, index) => ({
        postalCode,
        codes: (found[index] ?? []).map(({ code }) => code),
      })),
    };
  });
  route(listOffers, { parseBody: createCachedBodyParser(listOffers.body) }, async ({ context, caller, body }) => {
    const { commodity, annualUsage, currentRate, startMonth } = body;
    assertCommoditySold(caller.site, commodity);
    assertUnit(commodity, annualUsage.unit, '/annualUsage/unit');
    if (currentRate) assertUnit(commodity, currentRate.unit, '/currentRate/unit');
    assertStartMonth(startMonth, appContext.now());
    const { response, computedRows } = await offers.list(caller, body, () => chargeUpstream(appContext, caller, 1));
    if (computedRows > 0) {
      // The computation counts only against the IP address, so that a customer who tries a few figures on a large price
      // matrix does not use up the limits of the session and the site.
      await rateLimitIp(appContext, context, Math.floor(computedRows / ROWS_PER_POINT));
    }
    return sendCompressed(context, response, { 'Content-Type': 'application/json' });
  });
  route(estimateUsage, ({ body }) => {
    const { commodity, basis } = body;
    if (basis.kind === 'monthly_bill' && basis.rate) assertUnit(commodity, basis.rate.unit, '/basis/rate/unit');
    return estimateAnnualUsage(body);
  });
  return app;
}

const NO_UTILITY_CODES = {
  unknown: 'postal_code_unknown',
  regulated: 'postal_code_regulated',
  open: 'postal_code_not_served',
} as const;

/** @throws ProblemError invalid_request if the site does not sell the commodity */
function assertCommoditySold({ commodities }: Site, commodity: Commodity): void {
  if (!commodities.includes(commodity))
    throw invalidField('/commodity', 'commodity', 'this site does not sell this commodity');
}

/** Suppliers quote prices for start months at most three years ahead. */
const MAX_MONTHS_AHEAD = 36;

/** @throws ProblemError invalid_request for a month in the past, or too far in the future */
function assertStartMonth(startMonth: string, now: Date): void {
  const [year = 0, month = 0] = startMonth.split('-').map(Number);
  const monthsAhead = (year - now.getUTCFullYear()) * 12 + month - 1 - now.getUTCMonth();
  if (monthsAhead >= 0 && monthsAhead <= MAX_MONTHS_AHEAD) return;
  throw invalidField('/startMonth', 'start_month', `must be this month or one of the next ${MAX_MONTHS_AHEAD}`);
}

/** @throws ProblemError invalid_request for a unit of the other commodity */
function assertUnit(commodity: Commodity, unit: EnergyUnit, path: string): void {
  if ((unit === 'kWh') === (commodity === 'electric')) return;
  throw invalidField(path, 'unit', 'electricity is measured in kWh, gas in therm, ccf, mcf or dth');
}
