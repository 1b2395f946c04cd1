import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';

/**
 * Asks for an email with a resume link to the signer of a contract, when no session has access to it any more. The
 * response is the same whether or not the site has a contract with this reference, and never contains the address. 429
 * `quota_reached` if links for this reference, or by this client, were requested too often. 503 `mail_not_sent` if the
 * site does not offer resume links by email (`Site.mailsLinks`).
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
