import Big from 'big.js';
import { http, type RequestHandler } from 'msw';
import { z } from 'zod';
import { commodity, type MscUtility, mscPrice, usageUnit } from '../../upstreams/msc/pricing-schema.ts';
import type { Environment } from '../authenticate.ts';
import { errorResponse, withPartner } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import type { MatrixQuery } from './matrix.ts';
import { rateUnitOf } from './rate.ts';
import { convertUsage } from './usage-bands.ts';
import { cityAt, utilitiesAt, utilityByCode, zonesAt } from './utilities.ts';

export function pricingHandlers(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/msc/:environment/v1`;

  return [
    http.get(
      `${base}/utilities`,
      withPartner(state, 'pricing', ({ url, annotate }) => {
        const postalCode = url.searchParams.get('postalCode') ?? '';
        const parsedCommodity = commodity.safeParse(url.searchParams.get('commodity'));
        if (!/^\d{5}$/.test(postalCode)) return errorResponse(400, 'invalid_query', 'postalCode must have five digits');
        if (!parsedCommodity.success) return errorResponse(400, 'invalid_query', 'commodity must be electric or gas');
        const utilities = utilitiesAt(postalCode, parsedCommodity.data).map(
          (utility): MscUtility => ({
            code: utility.code,
            name: utility.name,
            state: utility.state,
            commodity: utility.commodity,
            zones: zonesAt(utility, postalCode),
            leadTimeDays: utility.leadTimeDays,
            accountIdentifier: utility.accountIdentifier,
            accountNeeds: [...utility.accountNeeds],
            ...(cityAt(postalCode) && { city: cityAt(postalCode) }),
          }),
        );
        annotate(`${utilities.length} utilities at ${postalCode}`);
        return Response.json({ utilities });
      }),
    ),

    http.get(
      `${base}/prices`,
      withPartner(state, 'pricing', ({ url, annotate }, { environment }) => {
        try {
          const prices = state.prices.find(parsePriceQuery(url.searchParams, environment));
          annotate(`${prices.length} prices for ${url.searchParams.get('utility')}`);
          return Response.json({ asOf: state.now().toISOString(), prices });
        } catch (error) {
          if (error instanceof InvalidPriceQueryError) return errorResponse(400, 'invalid_query', error.message);
          throw error;
        }
      }),
    ),

    http.get(
      `${base}/prices/:priceId`,
      withPartner(state, 'pricing', ({ param, annotate }, { environment }) => {
        if (state.scenario.current().fees === 'changed') state.prices.raiseFees(param('priceId'));
        const price = state.prices.get(param('priceId'), environment);
        annotate(price ? `1 price, ${price.rate.amount} per ${price.rate.unit}` : 'the price is no longer available');
        if (!price) return errorResponse(410, 'price_gone', 'This price is no longer available.');
        return Response.json({ asOf: state.now().toISOString(), price });
      }),
    ),
  ];
}

const commaSeparated = <T extends z.ZodType>(item: T) =>
  z.preprocess((text) => String(text).split(','), z.array(item).max(100));

const query = z.object({
  commodity,
  utility: z.string(),
  zone: z.string().min(1).optional(),
  rateClass: z.string().min(1).optional(),
  annualUsage: z.string().regex(/^\d{1,12}(\.\d{1,8})?$/),
  usageUnit,
  startMonth: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  terms: commaSeparated(z.coerce.number().int()).optional(),
  products: commaSeparated(mscPrice.shape.product.shape.kind).optional(),
  green: commaSeparated(z.coerce.number()).optional(),
});

export class InvalidPriceQueryError extends Error {
  override readonly name = 'InvalidPriceQueryError';
}

/**
 * Parses the query of `GET /v1/prices`.
 *
 * @throws InvalidPriceQueryError with the name of the invalid parameter
 */
export function parsePriceQuery(searchParams: URLSearchParams, environment: Environment): MatrixQuery {
  const parsed = query.safeParse(Object.fromEntries(searchParams));
  if (!parsed.success)
    throw new InvalidPriceQueryError(`${parsed.error.issues[0]?.path.join('.')} is missing or malformed`);
  const { utility: code, annualUsage, usageUnit: unit, ...rest } = parsed.data;
  const utility = utilityByCode(code);
  if (!utility || utility.commodity !== rest.commodity)
    throw new InvalidPriceQueryError('utility is unknown, or does not serve this commodity');
  const usage = convertUsage(annualUsage, unit, rateUnitOf(code, utility.commodity));
  if (!usage || usage.lte(Big(0)))
    throw new InvalidPriceQueryError('annualUsage must be positive, and usageUnit must match commodity');
  return { ...rest, environment, utility, usage };
}
