import * as z from 'zod/mini';
import { signatureRequestStatus } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime, singleLine } from './primitives.ts';
import { commodity } from './session.ts';

/** A letter as its owner may see it: no names, the address it went to but for its first letter, account numbers by their last four. */
export const authorization = z.object({
  id: z.string(),
  /** Short enough to read out on the telephone. */
  reference: z.string(),
  status: signatureRequestStatus,
  /** What the signer wrote when declining. */
  reason: z.optional(z.string()),
  /** `a…@bakery.example` */
  to: z.string(),
  accounts: z.array(z.object({ last4: z.string() })),
  timeline: z.array(z.object({ status: signatureRequestStatus, at: isoDateTime })),
});
export type Authorization = z.infer<typeof authorization>;

/**
 * Sends a letter by e-mail in which the signer lets the broker read the accounts' usage. It buys nothing. Once per
 * `Idempotency-Key`. 404 where the site does not offer it.
 */
export const createAuthorization = {
  method: 'POST',
  path: '/v1/authorizations',
  session: true,
  idempotent: true,
  body: z.strictObject({
    commodity,
    utility: z.string().check(z.regex(/^[A-Z0-9]{2,12}$/, 'utility')),
    customer: z.strictObject({ legalName: singleLine(100) }),
    signer: z.strictObject({ name: singleLine(100), email }),
    accounts: z
      .array(z.strictObject({ identifier: z.string('required').check(z.regex(/^[A-Z0-9]{4,30}$/, 'identifier')) }))
      .check(z.minLength(1, 'required'), z.maxLength(50, 'too_many')),
  }),
  response: authorization,
  status: 201,
} as const satisfies Endpoint;
export type CreateAuthorizationRequest = z.infer<typeof createAuthorization.body>;

/** The letter now. 404 for any session but the one that made it. */
export const getAuthorization = {
  method: 'GET',
  path: '/v1/authorizations/{id}',
  session: true,
  response: authorization,
  status: 200,
} as const satisfies Endpoint;

/** Takes the letter back and sends it anew, to another address if one is given. 409 `signature_request_closed` when it is at its end. */
export const resendAuthorization = {
  method: 'POST',
  path: '/v1/authorizations/{id}/resends',
  session: true,
  body: z.strictObject({ email: z.optional(email) }),
  response: authorization,
  status: 201,
} as const satisfies Endpoint;

/** Takes the letter back. One that was signed meanwhile stays signed, which the answer says. */
export const cancelAuthorization = {
  method: 'POST',
  path: '/v1/authorizations/{id}/cancel',
  session: true,
  body: z.strictObject({}),
  response: authorization,
  status: 200,
} as const satisfies Endpoint;
