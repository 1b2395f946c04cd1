import { http, type RequestHandler } from 'msw';
import { commodity, type MscUtility } from '../../upstreams/msc/pricing-schema.ts';
import { errorResponse, withPartner } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { InvalidPriceQueryError, parsePriceQuery } from './price-query.ts';
import { utilitiesAt, zonesAt } from './utilities.ts';

/** The Pricing API: utilities at a postal code, prices for a use, one price by its id. */
export function pricingHandlers(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/msc/:environment/v1`;

  return [
    http.get(
      `${base}/utilities`,
      withPartner(state, 'pricing', ({ url, annotate }) => {
        const postalCode = url.searchParams.get('postalCode') ?? '';
        const parsedCommodity = commodity.safeParse(url.searchParams.get('commodity'));
        if (!/^\d{5}$/.test(postalCode)) return errorResponse(400, 'invalid_query', 'postalCode takes five digits');
        if (!parsedCommodity.success) return errorResponse(400, 'invalid_query', 'commodity is electric or gas');
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
        const price = state.prices.get(param('priceId'), environment);
        annotate(price ? `one price, ${price.rate.amount} per ${price.rate.unit}` : 'that price is gone');
        if (!price) return errorResponse(410, 'price_gone', 'This price is no longer on sale.');
        return Response.json({ asOf: state.now().toISOString(), price });
      }),
    ),
  ];
}
