import * as z from 'zod/mini';
import { offer } from './offer.ts';

/** One thing wrong with one field. `path` is a JSON pointer into the request (RFC 6901): `/customer/taxId`. */
export const fieldProblem = z.object({ path: z.string(), code: z.string(), detail: z.string() });
export type FieldProblem = z.infer<typeof fieldProblem>;

/**
 * What a page reads of a problem: a code that it does not know is one all the same. Whatever answers in the BFF's place has no code,
 * or a type of its own.
 */
export const refusal = z.object({
  type: z.literal('about:blank'),
  status: z.number(),
  code: z.string(),
  errors: z.optional(z.array(fieldProblem)),
  offer: z.optional(offer),
  retryAfter: z.optional(z.number()),
});
export type Refusal = z.infer<typeof refusal>;
