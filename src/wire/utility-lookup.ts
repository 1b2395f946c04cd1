import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { postalCode } from './primitives.ts';
import { commodity } from './session.ts';
import { utility } from './utility.ts';

/** Utilities at many postal codes, for a location import. A postal code without utilities has an empty list. */
export const lookUpUtilities = {
  method: 'POST',
  path: '/v1/utility-lookups',
  session: true,
  body: z.strictObject({
    commodity,
    postalCodes: z.array(postalCode).check(z.minLength(1, 'required'), z.maxLength(200, 'too_many')),
  }),
  response: z.object({
    utilities: z.array(utility),
    /** In the order of the request. `codes` refers to entries in `utilities`. */
    postalCodes: z.array(z.object({ postalCode: z.string(), codes: z.array(z.string()) })),
  }),
  status: 200,
} as const satisfies Endpoint;
