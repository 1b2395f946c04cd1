import { z } from 'zod';
import { sanitizedText } from '../http/read-response.ts';

/**
 * The Pricing API's vocabulary. My Service Cloud publishes no schemas, so every field is our assumption. All of them
 * are in this file. A partner who has the documentation can correct them here, and the compiler then finds all code
 * that depends on them.
 *
 * Also assumed: `rate.amount` is in dollars and includes the broker fee (`brokerFeeMils`, 1 mil = $0.001 per unit);
 * `monthlyFee` is in dollars; instants are ISO 8601 in UTC; a `usageBand` is half-open: from ≤ usage < to.
 */
const decimal = z.string().regex(/^\d{1,9}(\.\d{1,8})?$/);
/** Dollars per unit. The highest rates are below $5; one far above them would make every total unreadable. */
const perUnit = z.string().regex(/^\d{1,2}(\.\d{1,8})?$/);
const MAX_NAME_LENGTH = 200;
const id = z.string().min(1).max(MAX_NAME_LENGTH);
/** A name that customers read, for example in the sentence to which they agree. */
const name = z.string().max(MAX_NAME_LENGTH).pipe(sanitizedText(MAX_NAME_LENGTH)).pipe(z.string().min(1));
/** A code of a utility, zone or rate class. */
const code = z.string().min(1).max(40);
const MAX_DOCUMENTS = 10;
const MAX_ZONES = 200;
const MAX_COMPONENTS = 10;
const isoDateTime = z.iso.datetime();
const isoMonth = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
/** A page may link to http(s) URLs, but never to `javascript:` URLs. */
const httpUrl = z.url({ protocol: /^https?$/ }).max(1_000);

export const commodity = z.enum(['electric', 'gas']);
export type MscCommodity = z.infer<typeof commodity>;

export const usageUnit = z.enum(['kWh', 'therm', 'ccf', 'mcf', 'dth']);

export const mscUtility = z.object({
  code,
  name,
  state: z.string().length(2),
  commodity,
  zones: z.array(z.object({ code, name })).max(MAX_ZONES),
  /** Calendar days from enrollment to the earliest start of supply. */
  leadTimeDays: z.int().min(0).max(180),
  accountIdentifier: z.object({
    name,
    rule: z.string().max(500).pipe(sanitizedText(500)),
    certainty: z.enum(['published', 'reported', 'weak', 'conflicting']),
  }),
  /**
   * Assumed: the data that the utility needs, in addition to the account number, to match an enrollment. Absent if it
   * needs none.
   */
  accountNeeds: z.array(z.enum(['meterNumber', 'nameKey'])).optional(),
  /** Assumed: the city of the postal code. Absent if the postal code has several cities. */
  city: name.optional(),
});
export type MscUtility = z.infer<typeof mscUtility>;

/** `GET /v1/utilities?postalCode=&commodity=` */
export const utilitiesResponse = z.object({ utilities: z.array(mscUtility) });

export const mscPrice = z.object({
  priceId: id,
  supplier: z.object({ id, name, licences: z.array(z.string().max(200).pipe(sanitizedText(200))).max(100) }),
  commodity,
  state: z.string().length(2),
  utility: code,
  zone: code.nullable(),
  rateClass: code,
  product: z.object({
    code: id,
    name,
    kind: z.enum(['fixed', 'fixed_pass_through', 'index', 'block']),
  }),
  termMonths: z.int().min(1).max(60),
  startMonth: isoMonth,
  usageBand: z.object({ from: decimal, to: decimal, unit: usageUnit }),
  rate: z.object({ amount: perUnit, unit: z.enum(['kWh', 'therm', 'ccf', 'mcf']) }),
  monthlyFee: decimal,
  brokerFeeMils: decimal,
  greenPercent: z.number().min(0).max(100),
  swingPercent: z.number().min(0).max(100).nullable(),
  earlyTermination: z.object({ kind: z.enum(['none', 'flat', 'per_month_left']), amount: decimal }),
  /**
   * Assumed, optional: which costs are in the rate. `estimate`: approximately how much a passed-through cost adds, in
   * dollars per unit of the rate.
   */
  components: z
    .array(
      z.object({
        kind: z.enum(['energy', 'capacity', 'transmission', 'losses', 'renewable']),
        treatment: z.enum(['fixed', 'passed_through']),
        estimate: perUnit.optional(),
        estimateSource: name.optional(),
      }),
    )
    .max(MAX_COMPONENTS)
    .optional(),
  billing: z.enum(['dual', 'utility_consolidated']),
  validFrom: isoDateTime,
  validUntil: isoDateTime,
  documents: z
    .array(z.object({ kind: z.enum(['terms', 'contract_summary', 'disclosure', 'EFL']), url: httpUrl }))
    .max(MAX_DOCUMENTS),
});
export type MscPrice = z.infer<typeof mscPrice>;

/** `GET /v1/prices?commodity=&utility=&zone=&rateClass=&annualUsage=&usageUnit=&startMonth=&terms=12,24&products=&green=` */
export const pricesResponse = z.object({ asOf: isoDateTime, prices: z.array(z.unknown()) });

/** `GET /v1/prices/{priceId}`: the current version of one price; 410 when it no longer exists. */
export const priceResponse = z.object({ asOf: isoDateTime, price: mscPrice });
