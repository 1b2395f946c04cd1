import * as z from 'zod/mini';
import { decimal, energy, energyUnit, money, positiveDecimal, rate } from './decimal.ts';
import type { Endpoint, RequestBody } from './endpoint.ts';
import { isoDateTime, isoMonth } from './primitives.ts';
import { commodity } from './session.ts';

export const productKind = z.enum(['fixed', 'fixed_pass_through', 'index', 'block']);
export type ProductKind = z.infer<typeof productKind>;

/**
 * What the offer would cost with the usage given. `annual` = usage in the rate's unit × rate + 12 × monthly fee.
 * `difference` = annual − what the customer pays now (negative: less than now); absent when no current rate was given.
 * `usage` is the amount the rate was multiplied with, `conversion` the factor if the units differed.
 */
export const estimate = z.object({
  monthly: money,
  annual: money,
  term: money,
  difference: z.optional(money),
  usage: z.object({ amount: decimal, unit: energyUnit }),
  conversion: z.optional(z.object({ from: energyUnit, to: energyUnit, factor: decimal })),
});
export type Estimate = z.infer<typeof estimate>;

/**
 * A price as shown to this customer. `id` is the upstream's price row. `offerToken` is signed by the BFF and holds
 * price, inputs and expiry: it is what a contract is made from, so the rate signed is the rate shown.
 * `brokerFee.mils` is part of the rate (1 mil = $0.001 a unit); `brokerFee.term` is the same in dollars over the term.
 * `swingPercent` null: usage is not limited.
 */
export const offer = z.object({
  id: z.string(),
  offerToken: z.string(),
  commodity,
  supplier: z.object({ id: z.string(), name: z.string() }),
  product: z.object({ name: z.string(), kind: productKind }),
  utility: z.string(),
  zone: z.optional(z.string()),
  termMonths: z.number(),
  startMonth: isoMonth,
  rate,
  monthlyFee: money,
  brokerFee: z.object({ mils: decimal, term: money }),
  greenPercent: z.number(),
  swingPercent: z.nullable(z.number()),
  earlyTermination: z.object({ kind: z.enum(['none', 'flat', 'per_month_left']), amount: money }),
  /** Yearly usage that the price is for, from `from` to under `to`. */
  usageBand: z.optional(z.object({ from: decimal, to: decimal, unit: energyUnit })),
  estimate,
  expiresAt: isoDateTime,
  documents: z.array(z.object({ kind: z.enum(['terms', 'contract_summary', 'disclosure', 'efl']), url: z.string() })),
});
export type Offer = z.infer<typeof offer>;

/** The request body of `listOffers`. */
export const offersRequest = z.strictObject({
  commodity,
  utility: z.string().check(z.regex(/^[A-Z0-9]{2,12}$/, 'utility')),
  zone: z.optional(z.string().check(z.regex(/^[A-Z0-9_]{1,16}$/, 'zone'))),
  annualUsage: energy,
  startMonth: isoMonth,
  terms: z.optional(z.array(z.int().check(z.minimum(1), z.maximum(60))).check(z.minLength(1), z.maxLength(60))),
  currentRate: z.optional(z.strictObject({ amount: positiveDecimal, unit: energyUnit })),
});
export type OffersRequest = z.infer<typeof offersRequest>;

const offersEndpoint = {
  method: 'POST',
  path: '/v1/offers',
  session: true,
  response: z.object({ asOf: isoDateTime, stale: z.optional(z.literal(true)), offers: z.array(offer) }),
  status: 200,
} as const satisfies Endpoint;

/**
 * Live offers for one utility and usage. `asOf` is when the upstream priced them. Cheapest by yearly cost first. `stale`: the
 * upstream does not answer just now, and these are the last it gave; each still holds until its `expiresAt`.
 */
export const listOffers: typeof offersEndpoint & RequestBody<OffersRequest> = offersEndpoint;
