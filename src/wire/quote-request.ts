import * as z from 'zod/mini';
import { contact } from './customer.ts';
import type { Endpoint } from './endpoint.ts';
import { postalCode } from './primitives.ts';
import { commodity } from './session.ts';
import { languageTag } from './share-offers.ts';

/**
 * Asks the site's owner to contact a business for which there are no rates at its ZIP code. The contact details are
 * sent only to the owner and never stored. 503 `mail_not_sent` if the owner's server does not accept the request, or
 * the site has no email endpoint (`Site.mailsLinks`).
 */
export const requestQuote = {
  method: 'POST',
  path: '/v1/quote-requests',
  session: true,
  body: z.strictObject({ contact, commodity, postalCode, locale: languageTag }),
  response: z.object({}),
  status: 201,
} as const satisfies Endpoint;
