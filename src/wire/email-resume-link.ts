import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime } from './primitives.ts';

/**
 * Asks the site's owner to email a resume link to the customer. The email address and the link are sent only to the
 * owner and never stored. The link is `returnTo` without its query. 503 `mail_not_sent` if the owner's server does not accept the request, or the site does not
 * offer resume links by email (`Site.mailsLinks`).
 */
export const emailResumeLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/resume-mails',
  session: true,
  body: z.strictObject({ email, returnTo: z.string().check(z.maxLength(2000, 'too_long')) }),
  /** `expiresAt`: when the link in the email expires. */
  response: z.object({ expiresAt: isoDateTime }),
  status: 201,
} as const satisfies Endpoint;
