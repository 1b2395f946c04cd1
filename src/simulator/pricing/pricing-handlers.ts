import { http, type RequestHandler } from 'msw';
import { commodity, type MscUtility } from '../../upstreams/msc/pricing-schema.ts';
import { authorized, refusal } from '../exchange.ts';
import type { World } from '../world.ts';
import { InvalidPriceQuery, readPriceQuery } from './price-query.ts';
import { utilitiesAt, zonesAt } from './utilities.ts';

/** The Pricing API: utilities at a postal code, prices for a use, one price by its id. */
export function pricingHandlers(world: World): RequestHandler[] {
  const base = `${world.origin}/msc/:environment/v1`;

  return [
    http.get(
      `${base}/utilities`,
      authorized(world, 'pricing', ({ url, note }) => {
        const postalCode = url.searchParams.get('postalCode') ?? '';
        const what = commodity.safeParse(url.searchParams.get('commodity'));
        if (!/^\d{5}$/.test(postalCode)) return refusal(400, 'invalid_query', 'postalCode takes five digits');
        if (!what.success) return refusal(400, 'invalid_query', 'commodity is electric or gas');
        const utilities = utilitiesAt(postalCode, what.data).map(
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
        note(`${utilities.length} utilities at ${postalCode}`);
        return Response.json({ utilities });
      }),
    ),

    http.get(
      `${base}/prices`,
      authorized(world, 'pricing', ({ url, note }, { environment }) => {
        try {
          const prices = world.prices.find(readPriceQuery(url.searchParams, environment));
          note(`${prices.length} prices for ${url.searchParams.get('utility')}`);
          return Response.json({ asOf: world.now().toISOString(), prices });
        } catch (error) {
          if (error instanceof InvalidPriceQuery) return refusal(400, 'invalid_query', error.message);
          throw error;
        }
      }),
    ),

    http.get(
      `${base}/prices/:priceId`,
      authorized(world, 'pricing', ({ param, note }, { environment }) => {
        const price = world.prices.get(param('priceId'), environment);
        note(price ? `one price, ${price.rate.amount} per ${price.rate.unit}` : 'that price is gone');
        if (!price) return refusal(410, 'price_gone', 'This price is no longer on sale.');
        return Response.json({ asOf: world.now().toISOString(), price });
      }),
    ),
  ];
}
