import * as z from 'zod/mini';
import { signatureRequestStatus } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime, singleLine } from './primitives.ts';
import { commodity } from './session.ts';

/**
 * A usage authorization as the customer sees it: no names, a masked email address, and account numbers reduced to their
 * last four digits.
 */
export const authorization = z.object({
  id: z.string(),
  /** Short enough to read out over the phone. */
  reference: z.string(),
  status: signatureRequestStatus,
  /** The signer's reason for declining, or the reason why the email bounced. */
  reason: z.optional(z.string()),
  /** `a…@bakery.example` */
  to: z.string(),
  accounts: z.array(z.object({ last4: z.string() })),
  timeline: z.array(z.object({ status: signatureRequestStatus, at: isoDateTime })),
});
export type Authorization = z.infer<typeof authorization>;

/**
 * Emails a usage authorization, in which the signer allows the broker to read the accounts' usage. It is not a
 * purchase. Idempotent per `Idempotency-Key`. 404 if the site does not offer usage authorizations.
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

/** The current authorization. 404 for any session other than the one that created it. */
export const getAuthorization = {
  method: 'GET',
  path: '/v1/authorizations/{id}',
  session: true,
  response: authorization,
  status: 200,
} as const satisfies Endpoint;

/**
 * Cancels the sent agreement and sends the authorization again, optionally to another address. 409 `signature_request_closed` if it can
 * no longer be sent.
 */
export const resendAuthorization = {
  method: 'POST',
  path: '/v1/authorizations/{id}/resends',
  session: true,
  body: z.strictObject({ email: z.optional(email) }),
  response: authorization,
  status: 201,
} as const satisfies Endpoint;

/** Cancels the authorization. If it has been signed in the meantime, it stays signed, and the response shows that. */
export const cancelAuthorization = {
  method: 'POST',
  path: '/v1/authorizations/{id}/cancel',
  session: true,
  body: z.strictObject({}),
  response: authorization,
  status: 200,
} as const satisfies Endpoint;
