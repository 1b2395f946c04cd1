import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime } from './primitives.ts';

/**
 * Asks the site's owner to email a resume link to the customer. The address and the link are sent to the owner only
 * and never stored. 503 `mail_not_sent` if the owner does not accept it, or does not offer it (`Site.mailsLinks`).
 */
export const emailResumeLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/resume-mails',
  session: true,
  body: z.strictObject({ email, returnTo: z.string().check(z.maxLength(2000, 'too_long')) }),
  /** `expiresAt`: until when the link in the email is valid. */
  response: z.object({ expiresAt: isoDateTime }),
  status: 201,
} as const satisfies Endpoint;
