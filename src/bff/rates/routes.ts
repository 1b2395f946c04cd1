import { Hono } from 'hono';
import { listOffers, offersRequest } from '../../wire/offer.ts';
import type { Commodity } from '../../wire/session.ts';
import { estimateUsage } from '../../wire/usage-estimate.ts';
import { listUtilities } from '../../wire/utility.ts';
import { lookUpUtilities } from '../../wire/utility-lookup.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { Site } from '../config/site.ts';
import { sendCompressed } from '../http/encoded-body.ts';
import { ProblemError } from '../http/problem.ts';
import { createCachedBodyParser, readBody, validate } from '../http/request-body.ts';
import { createOffersService } from './offers-service.ts';
import { retailChoiceFor } from './retail-choice.ts';
import { estimateAnnualUsage } from './usage-estimate.ts';
import { createUtilitiesService } from './utilities-service.ts';

/** Utilities at a postal code, the offers of the moment, and a year's usage for who does not know it. */
export function rateRoutes(appContext: AppContext): Hono {
  const offers = createOffersService(appContext);
  const utilities = createUtilitiesService(appContext);
  const parseOffersRequest = createCachedBodyParser(offersRequest);
  return new Hono()
    .get(listUtilities.path, async (context) => {
      const caller = await authenticate(context, appContext);
      const { postalCode, commodity } = validate(listUtilities.query, context.req.query());
      assertCommoditySold(caller.site, commodity);
      const found = await utilities.forPostalCode(caller.access, postalCode, commodity);
      if (!found.length) throw new ProblemError(NO_UTILITY_CODES[retailChoiceFor(postalCode, commodity)]);
      return context.json({ utilities: found });
    })
    .post(lookUpUtilities.path, async (context) => {
      const caller = await authenticate(context, appContext);
      const { commodity, postalCodes } = await readBody(context, lookUpUtilities.body);
      assertCommoditySold(caller.site, commodity);
      const found = await utilities.forPostalCodes(caller.access, postalCodes, commodity);
      return context.json({
        utilities: [...new Map(found.flat().map((utility) => [utility.code, utility])).values()],
        postalCodes: postalCodes.map((postalCode, index) => ({
          postalCode,
          codes: (found[index] ?? []).map(({ code }) => code),
        })),
      });
    })
    .post(listOffers.path, async (context) => {
      const caller = await authenticate(context, appContext);
      const request = await parseOffersRequest(context);
      const { commodity, annualUsage, currentRate } = request;
      assertCommoditySold(caller.site, commodity);
      if ((annualUsage.unit === 'kWh') !== (commodity === 'electric')) throw unitProblem('/annualUsage/unit');
      if (currentRate && (currentRate.unit === 'kWh') !== (commodity === 'electric')) {
        throw unitProblem('/currentRate/unit');
      }
      assertStartMonth(request.startMonth, appContext.now());
      const body = await offers.list(caller.site, caller.access, request);
      return sendCompressed(context, body, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    })
    .post(estimateUsage.path, async (context) => {
      await authenticate(context, appContext);
      const request = await readBody(context, estimateUsage.body);
      const { commodity, basis } = request;
      if (basis.kind === 'monthly_bill' && basis.rate && (basis.rate.unit === 'kWh') !== (commodity === 'electric')) {
        throw unitProblem('/basis/rate/unit');
      }
      return context.json(estimateAnnualUsage(request));
    });
}

const NO_UTILITY_CODES = {
  unknown: 'postal_code_unknown',
  regulated: 'postal_code_regulated',
  open: 'postal_code_not_served',
} as const;

/** @throws ProblemError invalid_request for a commodity the site does not sell */
function assertCommoditySold(site: Site, commodity: Commodity): void {
  if (site.commodities.includes(commodity)) return;
  const detail = 'this site does not sell it';
  throw new ProblemError('invalid_request', { errors: [{ path: '/commodity', code: 'commodity', detail }] });
}

/** A year ahead is usual, three are the most that anybody prices. */
const MAX_MONTHS_AHEAD = 36;

/** @throws ProblemError invalid_request for a month that is over, or that nobody prices yet */
function assertStartMonth(startMonth: string, now: Date): void {
  const [year = 0, month = 0] = startMonth.split('-').map(Number);
  const monthsAhead = (year - now.getUTCFullYear()) * 12 + month - 1 - now.getUTCMonth();
  if (monthsAhead >= 0 && monthsAhead <= MAX_MONTHS_AHEAD) return;
  const detail = `this month or one of the next ${MAX_MONTHS_AHEAD}`;
  throw new ProblemError('invalid_request', { errors: [{ path: '/startMonth', code: 'start_month', detail }] });
}

const unitProblem = (path: string): ProblemError =>
  new ProblemError('invalid_request', {
    errors: [{ path, code: 'unit', detail: 'electricity is in kWh, gas in therm, ccf, mcf or dth' }],
  });
