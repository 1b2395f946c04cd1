import * as z from 'zod/mini';
import { energy, energyUnit, positiveDecimal } from './decimal.ts';
import { commodity } from './session.ts';
import { month } from './text.ts';

/** What a page says to see offers: see `listOffers`. */
export const offersQuestion = z.strictObject({
  commodity,
  utility: z.string().check(z.regex(/^[A-Z0-9]{2,12}$/, 'utility')),
  zone: z.optional(z.string().check(z.regex(/^[A-Z0-9_]{1,16}$/, 'zone'))),
  annualUsage: energy,
  startMonth: month,
  terms: z.optional(z.array(z.int().check(z.minimum(1), z.maximum(60))).check(z.minLength(1), z.maxLength(60))),
  currentRate: z.optional(z.strictObject({ amount: positiveDecimal, unit: energyUnit })),
});
export type OffersQuestion = z.infer<typeof offersQuestion>;
