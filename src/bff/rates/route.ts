import Big from 'big.js';
import { Hono } from 'hono';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import { listOffers, type Offer } from '../../wire/offer.ts';
import { listUtilities } from '../../wire/utility.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody, readThrough } from '../http/request-body.ts';
import { authenticate } from '../sites/authenticate.ts';
import type { Site } from '../sites/site.ts';
import { UnitMismatchError } from './estimate.ts';
import { type OfferInputs, offerFromPrice } from './offer-from-price.ts';
import { issueOfferToken } from './offer-token.ts';

/** Utilities at a postal code, and the offers of the moment. */
export const rateRoutes = (deps: Deps): Hono =>
  new Hono()
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
      const { annualUsage, currentRate, ...query } = await readBody(context, listOffers.body);
      if ((annualUsage.unit === 'kWh') !== (query.commodity === 'electric')) throw unitProblem('/annualUsage/unit');
      if (currentRate && (currentRate.unit === 'kWh') !== (query.commodity === 'electric')) {
        throw unitProblem('/currentRate/unit');
      }
      const { asOf, prices } = await deps
        .msc(caller.access)
        .pricing.prices({ ...query, annualUsage: annualUsage.amount, usageUnit: annualUsage.unit });
      const inputs = { annualUsage, currentRate };
      const offers = await Promise.all(prices.map((price) => makeOffer(deps, caller.site, price, inputs)));
      offers.sort((a, b) => new Big(a.estimate.annual.amount).cmp(b.estimate.annual.amount));
      return context.json({ asOf: new Date(asOf).toISOString(), offers });
    });

/** An offer with its token. @throws ProblemError upstream_invalid when the price is in a unit of another commodity */
export const makeOffer = async (deps: Deps, site: Site, price: MscPrice, inputs: OfferInputs): Promise<Offer> => {
  try {
    const { offer, shown } = offerFromPrice(price, inputs);
    return { ...offer, offerToken: await issueOfferToken(deps.keys, site, shown, new Date(price.validUntil)) };
  } catch (error) {
    if (error instanceof UnitMismatchError) throw new ProblemError('upstream_invalid', {}, error);
    throw error;
  }
};

const unitProblem = (path: string): ProblemError =>
  new ProblemError('invalid_request', {
    errors: [{ path, code: 'unit', detail: 'electricity is in kWh, gas in therm, ccf, mcf or dth' }],
  });
