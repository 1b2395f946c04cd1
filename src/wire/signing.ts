import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { presentation } from './session.ts';
import { instant } from './text.ts';

/** A place to sign. `url` works once, for minutes: open it at once, never store or log it. */
export const signingSession = z.object({ url: z.string(), presentation, expiresAt: instant });
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
