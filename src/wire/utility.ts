import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { postalCode } from './primitives.ts';
import { commodity } from './session.ts';

/**
 * The number that names a service account at this utility: what the bill calls it (`name`), the pattern it follows
 * (`pattern`, an anchored regular expression) and how sure we are of the pattern. `published` may block; anything
 * weaker only warns.
 */
export const accountIdentifier = z.object({
  name: z.string(),
  pattern: z.string(),
  confidence: z.enum(['published', 'reported', 'weak', 'conflicting']),
});
export type AccountIdentifier = z.infer<typeof accountIdentifier>;

/** What a utility asks for besides the account number. */
export const requiredField = z.enum(['meterNumber', 'nameKey']);

/**
 * A utility (EDC or LDC) that delivers at the postal code, whoever supplies. `leadTimeDays`: from the signature to the
 * earliest day a new supplier can begin, in calendar days.
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
});
export type Utility = z.infer<typeof utility>;

/**
 * Utilities at a postal code; 404 when there is none for the commodity: `postal_code_unknown`, `postal_code_regulated` where no
 * business chooses its supplier, else `postal_code_not_served`.
 */
export const listUtilities = {
  method: 'GET',
  path: '/v1/utilities',
  session: true,
  query: z.strictObject({ postalCode, commodity }),
  response: z.object({ utilities: z.array(utility) }),
  status: 200,
} as const satisfies Endpoint;
