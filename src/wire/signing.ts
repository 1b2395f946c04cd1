import * as z from 'zod/mini';
import { contract } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime } from './primitives.ts';
import { presentation } from './session.ts';

/** A place to sign. `url` works once, for minutes: open it at once, never store or log it. */
export const signingSession = z.object({ url: z.string(), presentation, expiresAt: isoDateTime });
export type SigningSession = z.infer<typeof signingSession>;

/**
 * Mints a signing URL. Call it in the click. `returnTo` is the page to come back to when `presentation` is
 * `redirect`; its origin must be the session's.
 */
export const createSigningSession = {
  method: 'POST',
  path: '/v1/contracts/{id}/signing-sessions',
  session: true,
  body: z.strictObject({ presentation, returnTo: z.optional(z.string().check(z.maxLength(2000, 'too_long'))) }),
  response: signingSession,
  status: 201,
} as const satisfies Endpoint;

/** What the return page says to the window that opened it. A hint to ask the BFF, never proof of anything. */
export const signingReturnMessage = z.object({ type: z.literal('shopper:signing-return'), contractId: z.string() });
export type SigningReturnMessage = z.infer<typeof signingReturnMessage>;

/**
 * Takes the letter by which a contract is signed back and sends it anew, to another address if one is given. 404 for a contract
 * that is signed in a session, 409 `signature_request_closed` when the letter is at its end, 429 `rate_limited` when it is too soon
 * for the same address, or it was sent often enough.
 */
export const resendSignatureRequest = {
  method: 'POST',
  path: '/v1/contracts/{id}/signature-request/resends',
  session: true,
  body: z.strictObject({ email: z.optional(email) }),
  response: contract,
  status: 201,
} as const satisfies Endpoint;

/** Takes the letter back, and the contract with it. One that was signed meanwhile stays signed, which the answer says. */
export const cancelSignatureRequest = {
  method: 'POST',
  path: '/v1/contracts/{id}/signature-request/cancel',
  session: true,
  body: z.strictObject({}),
  response: contract,
  status: 200,
} as const satisfies Endpoint;
