import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { email, isoDateTime } from './primitives.ts';

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

/**
 * Asks the site's owner to email a resume link to the customer. The email address and the link are sent only to the
 * owner and never stored. The link is `returnTo` without its query. 503 `mail_not_sent` if the owner's server does not
 * accept the request, or the site does not offer resume links by email (`Site.mailsLinks`).
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

/**
 * Requests an email with a resume link to the signer of a contract, for customers whose session no longer has access to
 * it. The response is the same whether or not the site has a contract with this reference, and never contains the
 * address. 429 `quota_reached` if links for this reference, or by this client, were requested too often. 503
 * `mail_not_sent` if the site does not offer resume links by email (`Site.mailsLinks`).
 */
export const requestContractLink = {
  method: 'POST',
  path: '/v1/contract-link-requests',
  session: true,
  body: z.strictObject({
    reference: z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/, 'reference')),
    returnTo: z.string().check(z.maxLength(2000, 'too_long')),
  }),
  response: z.object({}),
  status: 202,
} as const satisfies Endpoint;
