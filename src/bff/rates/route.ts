import { Hono } from 'hono';
import { listOffers } from '../../wire/offer.ts';
import { offersQuestion } from '../../wire/offers-question.ts';
import type { Commodity } from '../../wire/session.ts';
import { estimateUsage } from '../../wire/usage-estimate.ts';
import { listUtilities } from '../../wire/utility.ts';
import { lookUpUtilities } from '../../wire/utility-lookup.ts';
import type { Deps } from '../deps.ts';
import { sendEncoded } from '../http/encoded-body.ts';
import { ProblemError } from '../http/problem.ts';
import { createRepeatedBody, readBody, readThrough } from '../http/request-body.ts';
import { authenticate } from '../sites/authenticate.ts';
import type { Site } from '../sites/site.ts';
import { createOffersSource } from './offers.ts';
import { supplierChoiceAt } from './supplier-choice.ts';
import { estimateAnnualUsage } from './usage-estimate.ts';
import { createUtilitiesSource } from './utilities.ts';

/** Utilities at a postal code, the offers of the moment, and a year's usage for who does not know it. */
export const rateRoutes = (deps: Deps): Hono => {
  const offers = createOffersSource(deps);
  const utilities = createUtilitiesSource(deps);
  const readQuestion = createRepeatedBody(offersQuestion);
  return new Hono()
    .get(listUtilities.path, async (context) => {
      const caller = await authenticate(context, deps);
      const { postalCode, commodity } = readThrough(listUtilities.query, context.req.query());
      mustSell(caller.site, commodity);
      const found = await utilities.at(caller.access, postalCode, commodity);
      if (!found.length) throw new ProblemError(whyNobody[supplierChoiceAt(postalCode, commodity)]);
      return context.json({ utilities: found });
    })
    .post(lookUpUtilities.path, async (context) => {
      const caller = await authenticate(context, deps);
      const { commodity, postalCodes } = await readBody(context, lookUpUtilities.body);
      mustSell(caller.site, commodity);
      const found = await utilities.atEach(caller.access, postalCodes, commodity);
      return context.json({
        utilities: [...new Map(found.flat().map((utility) => [utility.code, utility])).values()],
        postalCodes: postalCodes.map((postalCode, index) => ({
          postalCode,
          codes: (found[index] ?? []).map(({ code }) => code),
        })),
      });
    })
    .post(listOffers.path, async (context) => {
      const caller = await authenticate(context, deps);
      const question = await readQuestion(context);
      const { commodity, annualUsage, currentRate } = question;
      mustSell(caller.site, commodity);
      if ((annualUsage.unit === 'kWh') !== (commodity === 'electric')) throw unitProblem('/annualUsage/unit');
      if (currentRate && (currentRate.unit === 'kWh') !== (commodity === 'electric')) {
        throw unitProblem('/currentRate/unit');
      }
      mustBeAhead(question.startMonth, deps.now());
      const answer = await offers.answer(caller.site, caller.access, question);
      return sendEncoded(context, answer, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    })
    .post(estimateUsage.path, async (context) => {
      await authenticate(context, deps);
      const question = await readBody(context, estimateUsage.body);
      const { commodity, basis } = question;
      if (basis.kind === 'monthly_bill' && basis.rate && (basis.rate.unit === 'kWh') !== (commodity === 'electric')) {
        throw unitProblem('/basis/rate/unit');
      }
      return context.json(estimateAnnualUsage(question));
    });
};

const whyNobody = {
  unknown: 'postal_code_unknown',
  regulated: 'postal_code_regulated',
  open: 'postal_code_not_served',
} as const;

/** @throws ProblemError invalid_request for a commodity the site does not sell */
const mustSell = (site: Site, commodity: Commodity): void => {
  if (site.commodities.includes(commodity)) return;
  const detail = 'this site does not sell it';
  throw new ProblemError('invalid_request', { errors: [{ path: '/commodity', code: 'commodity', detail }] });
};

/** A year ahead is usual, three are the most that anybody prices. */
const mostMonthsAhead = 36;

/** @throws ProblemError invalid_request for a month that is over, or that nobody prices yet */
const mustBeAhead = (startMonth: string, now: Date): void => {
  const [year = 0, month = 0] = startMonth.split('-').map(Number);
  const ahead = (year - now.getUTCFullYear()) * 12 + month - 1 - now.getUTCMonth();
  if (ahead >= 0 && ahead <= mostMonthsAhead) return;
  const detail = `this month or one of the next ${mostMonthsAhead}`;
  throw new ProblemError('invalid_request', { errors: [{ path: '/startMonth', code: 'start_month', detail }] });
};

const unitProblem = (path: string): ProblemError =>
  new ProblemError('invalid_request', {
    errors: [{ path, code: 'unit', detail: 'electricity is in kWh, gas in therm, ccf, mcf or dth' }],
  });
