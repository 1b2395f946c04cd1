import * as z from 'zod/mini';
import { contract } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime } from './primitives.ts';
import { presentation } from './session.ts';

/** A signing session. `url` works once, and only for minutes: open it immediately, and never store or log it. */
const signingSession = z.object({ url: z.string(), presentation, expiresAt: isoDateTime });
export type SigningSession = z.infer<typeof signingSession>;

/**
 * Creates a signing session. Call it when the customer clicks. If `presentation` is `redirect`, `returnTo` is the page
 * to return to; it must be on the session's origin.
 */
export const createSigningSession = {
  method: 'POST',
  path: '/v1/contracts/{id}/signing-sessions',
  session: true,
  body: z.strictObject({ presentation, returnTo: z.optional(z.string().check(z.maxLength(2000, 'too_long'))) }),
  response: signingSession,
  status: 201,
} as const satisfies Endpoint;

/** The message that the return page sends to its opener. It is a hint to query the BFF, never proof of a signature. */
export const signingReturnMessage = z.object({ type: z.literal('shopper:signing-return'), contractId: z.string() });
export type SigningReturnMessage = z.infer<typeof signingReturnMessage>;

/**
 * Cancels a contract's signature request and sends it again, optionally to another address. 404 if the contract is
 * signed in a session. 409 `signature_request_closed` if the request can no longer be sent. 429 `rate_limited` if the
 * request was sent to the same address too recently, or no sends are left. 503 `mail_not_sent` if the receiver of an
 * email about the contract reported that they did not request it.
 */
export const resendSignatureRequest = {
  method: 'POST',
  path: '/v1/contracts/{id}/signature-request/resends',
  session: true,
  body: z.strictObject({ email: z.optional(email) }),
  response: contract,
  status: 201,
} as const satisfies Endpoint;

/**
 * Cancels the signature request and the contract. If the request has been signed in the meantime, it stays signed, and
 * the response shows that.
 */
export const cancelSignatureRequest = {
  method: 'POST',
  path: '/v1/contracts/{id}/signature-request/cancel',
  session: true,
  body: z.strictObject({}),
  response: contract,
  status: 200,
} as const satisfies Endpoint;
