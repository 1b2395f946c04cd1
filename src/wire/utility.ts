import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { postalCode } from './primitives.ts';
import { commodity } from './session.ts';

/**
 * The number that identifies a service account at this utility: its name on the bill (`name`), its format (`pattern`,
 * an anchored regular expression) and the reliability of that format. Only a `published` format may block input; all
 * others only cause a warning.
 */
export const accountIdentifier = z.object({
  name: z.string(),
  pattern: z.string(),
  confidence: z.enum(['published', 'reported', 'weak', 'conflicting']),
});
export type AccountIdentifier = z.infer<typeof accountIdentifier>;

/** Data that a utility may require in addition to the account number. */
export const requiredField = z.enum(['meterNumber', 'nameKey']);

/**
 * A utility (EDC or LDC) that delivers at the postal code, whichever supplier the customer chooses. `leadTimeDays`:
 * calendar days from the signature to the earliest start of supply. `city`: the city of the postal code, if it is
 * known.
 */
export const utility = z.object({
  code: z.string(),
  name: z.string(),
  state: z.string(),
  commodity,
  zones: z.array(z.object({ code: z.string(), name: z.string() })),
  leadTimeDays: z.number(),
  identifier: accountIdentifier,
  requiredFields: z.array(requiredField),
  city: z.optional(z.string()),
});
export type Utility = z.infer<typeof utility>;

/**
 * Utilities at a postal code. 404 if there is none for the commodity: `postal_code_unknown`, `postal_code_regulated`
 * if businesses cannot choose their supplier there, otherwise `postal_code_not_served`.
 */
export const listUtilities = {
  method: 'GET',
  path: '/v1/utilities',
  session: true,
  query: z.strictObject({ postalCode, commodity }),
  response: z.object({ utilities: z.array(utility) }),
  status: 200,
} as const satisfies Endpoint;
