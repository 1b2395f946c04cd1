import { Hono } from 'hono';
import { listOffers } from '../../wire/offer.ts';
import { listUtilities } from '../../wire/utility.ts';
import type { Deps } from '../deps.ts';
import { sendEncoded } from '../http/encoded-body.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody, readThrough } from '../http/request-body.ts';
import { authenticate } from '../sites/authenticate.ts';
import { createOffersSource } from './offers.ts';

/** Utilities at a postal code, and the offers of the moment. */
export const rateRoutes = (deps: Deps): Hono => {
  const offers = createOffersSource(deps);
  return new Hono()
    .get(listUtilities.path, async (context) => {
      const caller = await authenticate(context, deps);
      const { postalCode, commodity } = readThrough(listUtilities.query, context.req.query());
      const found = await deps.msc(caller.access).pricing.utilities(postalCode, commodity);
      if (!found.length) throw new ProblemError('postal_code_not_served');
      const utilities = found.map(({ accountIdentifier, ...utility }) => ({
        ...utility,
        identifier: accountIdentifier,
      }));
      return context.json({ utilities });
    })
    .post(listOffers.path, async (context) => {
      const caller = await authenticate(context, deps);
      const question = await readBody(context, listOffers.body);
      const { commodity, annualUsage, currentRate } = question;
      if ((annualUsage.unit === 'kWh') !== (commodity === 'electric')) throw unitProblem('/annualUsage/unit');
      if (currentRate && (currentRate.unit === 'kWh') !== (commodity === 'electric')) {
        throw unitProblem('/currentRate/unit');
      }
      const answer = await offers.answer(caller.site, caller.access, question);
      context.header('Content-Type', 'application/json');
      context.header('Cache-Control', 'no-store');
      return sendEncoded(context, answer);
    });
};

const unitProblem = (path: string): ProblemError =>
  new ProblemError('invalid_request', {
    errors: [{ path, code: 'unit', detail: 'electricity is in kWh, gas in therm, ccf, mcf or dth' }],
  });
