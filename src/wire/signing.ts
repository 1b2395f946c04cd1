import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { isoDateTime } from './primitives.ts';
import { presentation } from './session.ts';

/** A signing session. `url` works once, and only for minutes: open it immediately, and never store or log it. */
export const signingSession = z.object({ url: z.string(), presentation, expiresAt: isoDateTime });
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
