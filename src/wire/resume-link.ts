import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { isoDateTime } from './primitives.ts';

/** A link that opens a contract: `url` is `returnTo` with a single-use secret in its fragment. */
export const resumeLink = z.object({ url: z.string(), expiresAt: isoDateTime });
export type ResumeLink = z.infer<typeof resumeLink>;

/**
 * Creates a link that opens this contract on the page `returnTo` in any browser. The secret follows `#shopper-resume=`
 * in the fragment, so it is not sent to servers or in referrers. `POST /v1/sessions` accepts it once. `returnTo` must
 * be on the session's origin.
 */
export const createResumeLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/resume-links',
  session: true,
  body: z.strictObject({ returnTo: z.string().check(z.maxLength(2000, 'too_long')) }),
  response: resumeLink,
  status: 201,
} as const satisfies Endpoint;
