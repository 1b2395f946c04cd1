import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime } from './primitives.ts';

/**
 * Has a resume link mailed by the site's owner, to whom the address and the link go and nobody else: neither is kept. 503
 * `mail_not_sent` when the owner does not take it now, or never does (`Site.mailsLinks`).
 */
export const emailResumeLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/resume-mails',
  session: true,
  body: z.strictObject({ email, returnTo: z.string().check(z.maxLength(2000, 'too_long')) }),
  /** `expiresAt`: until when the link in the mail is good. */
  response: z.object({ expiresAt: isoDateTime }),
  status: 201,
} as const satisfies Endpoint;
