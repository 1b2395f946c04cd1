import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { decimal, energy, positiveDecimal, rate, state } from './primitives.ts';
import { commodity } from './session.ts';

/** Type of business, as distinguished by national surveys. */
export const activity = z.enum(['restaurant', 'grocery', 'shop', 'office', 'school', 'clinic', 'hotel', 'other']);
export type Activity = z.infer<typeof activity>;

/**
 * The basis of an estimate. `monthly_bill`: a typical monthly bill in dollars, with the unit price if the customer
 * knows it. `premises`: the floor area in square feet.
 */
const basis = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('monthly_bill'),
    amount: positiveDecimal,
    rate: z.optional(z.strictObject({ amount: positiveDecimal, unit: rate.shape.unit })),
  }),
  z.strictObject({ kind: z.literal('premises'), activity, squareFeet: positiveDecimal }),
]);

/**
 * The assumption behind an estimate, to be shown with it: the customer's own rate, the state's average price, an
 * assumed price, or usage per square foot. `amount` is in dollars per unit of energy, or in units of energy per square
 * foot.
 */
export const usageAssumption = z.object({
  kind: z.enum(['own_rate', 'state_average', 'assumed_price', 'intensity']),
  amount: decimal,
  source: z.optional(z.string()),
});
export type UsageAssumption = z.infer<typeof usageAssumption>;

/**
 * Estimates annual usage for a customer who does not know it: kWh for electricity, therms for gas, rounded to
 * hundreds.
 */
export const estimateUsage = {
  method: 'POST',
  path: '/v1/usage-estimates',
  session: true,
  body: z.strictObject({ commodity, state, basis }),
  response: z.object({ annualUsage: energy, assumption: usageAssumption }),
  status: 200,
} as const satisfies Endpoint;
export type EstimateUsageRequest = z.infer<typeof estimateUsage.body>;
