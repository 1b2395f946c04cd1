import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { decimal, energy, energyUnit, isoDateTime, isoMonth, money, positiveDecimal, rate } from './primitives.ts';
import { commodity } from './session.ts';

export const productKind = z.enum(['fixed', 'fixed_pass_through', 'index', 'block']);
export type ProductKind = z.infer<typeof productKind>;

export const earlyTerminationKind = z.enum(['none', 'flat', 'per_month_left']);
/** The fee for ending the contract early. `amount`: 0 if there is none, in total, or for each month that is left. */
export const earlyTermination = z.object({ kind: earlyTerminationKind, amount: money });

/**
 * The estimated cost for the given usage. `annual` = usage in the rate's unit × rate + 12 × monthly fee. `difference` =
 * annual − current annual cost (negative: less than the current cost); absent without a current rate. `usage` is the
 * usage in the rate's unit. `conversion` is the conversion factor, if the units differ.
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

export const componentKind = z.enum(['energy', 'capacity', 'transmission', 'losses', 'renewable']);
export type ComponentKind = z.infer<typeof componentKind>;

/**
 * Whether a cost is part of the rate (`fixed`) or added to it at cost (`passed_through`). `estimate` is the approximate
 * amount that a passed-through cost adds per year, and its source.
 */
export const priceComponent = z.object({
  kind: componentKind,
  treatment: z.enum(['fixed', 'passed_through']),
  estimate: z.optional(z.object({ annual: money, source: z.string() })),
});
export type PriceComponent = z.infer<typeof priceComponent>;

/**
 * A price as shown to this customer. `id` is the upstream's price ID. `offerToken` is signed by the BFF and contains
 * every term of the price, the inputs and the expiry. A contract is created from the token, so the terms signed are the
 * terms shown. `brokerFee.mils` is part of the rate (1 mil = $0.001 per unit); `brokerFee.term` is the same fee in
 * dollars over the term. `swingPercent` null: usage is not limited.
 */
export const offer = z.object({
  id: z.string(),
  offerToken: z.string(),
  commodity,
  /** `license`: the supplier's licenses in the state, as the upstream states them. */
  supplier: z.object({ id: z.string(), name: z.string(), license: z.optional(z.string()) }),
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
  earlyTermination,
  /** The annual usage for which the price is valid: at least `from`, below `to`. */
  usageBand: z.optional(z.object({ from: decimal, to: decimal, unit: energyUnit })),
  /** Costs whose treatment the supplier states. Absent if it states none. */
  components: z.optional(z.array(priceComponent)),
  estimate,
  expiresAt: isoDateTime,
  documents: z.array(z.object({ kind: z.enum(['terms', 'contract_summary', 'disclosure', 'efl']), url: z.string() })),
});
export type Offer = z.infer<typeof offer>;

/**
 * Live offers for one utility and usage, lowest annual cost first. `asOf` is when the upstream priced them. `stale`
 * means that the upstream is unavailable and these are its most recent offers; each remains valid until its
 * `expiresAt`.
 */
export const listOffers = {
  method: 'POST',
  path: '/v1/offers',
  session: true,
  body: z.strictObject({
    commodity,
    utility: z.string().check(z.regex(/^[A-Z0-9]{2,12}$/, 'utility')),
    zone: z.optional(z.string().check(z.regex(/^[A-Z0-9_]{1,16}$/, 'zone'))),
    annualUsage: energy,
    startMonth: isoMonth,
    terms: z.optional(z.array(z.int().check(z.minimum(1), z.maximum(60))).check(z.minLength(1), z.maxLength(60))),
    currentRate: z.optional(z.strictObject({ amount: positiveDecimal, unit: energyUnit })),
  }),
  response: z.object({ asOf: isoDateTime, stale: z.optional(z.literal(true)), offers: z.array(offer) }),
  status: 200,
} as const satisfies Endpoint;
export type OffersRequest = z.infer<typeof listOffers.body>;
