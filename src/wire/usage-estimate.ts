import * as z from 'zod/mini';
import { decimal, energy, positiveDecimal, rate } from './decimal.ts';
import type { Endpoint } from './endpoint.ts';
import { state } from './primitives.ts';
import { commodity } from './session.ts';

/** What happens under the roof, as far as national surveys tell businesses apart. */
export const activity = z.enum(['restaurant', 'grocery', 'shop', 'office', 'school', 'clinic', 'hotel', 'other']);
export type Activity = z.infer<typeof activity>;

/**
 * A year's usage for somebody who does not know it. `monthly_bill` is a usual month's bill in dollars, with what a unit
 * costs if it is known; `premises` is the floor's size in square feet.
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
 * What the estimate rests on, to be said beside it: the customer's own rate, the state's average price, a price we assume,
 * or usage by the square foot. `amount` is in dollars a unit of energy, or in units of energy a square foot.
 */
export const usageAssumption = z.object({
  kind: z.enum(['own_rate', 'state_average', 'assumed_price', 'intensity']),
  amount: decimal,
  source: z.optional(z.string()),
});
export type UsageAssumption = z.infer<typeof usageAssumption>;

/** Estimates a year's usage from what a customer does know: kWh for electricity, therms for gas, rounded to the hundred. */
export const estimateUsage = {
  method: 'POST',
  path: '/v1/usage-estimates',
  session: true,
  body: z.strictObject({ commodity, state, basis }),
  response: z.object({ annualUsage: energy, assumption: usageAssumption }),
  status: 200,
} as const satisfies Endpoint;
export type EstimateUsageRequest = z.infer<typeof estimateUsage.body>;
