import * as z from 'zod/mini';
import { offerToken } from './consent.ts';
import type { Endpoint } from './endpoint.ts';
import { email, postalCode } from './primitives.ts';

/**
 * A language tag as the widget uses it, such as `en-US`. It is not in `primitives.ts`, because every customer loads
 * that file.
 */
export const languageTag = z.string().check(z.regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'locale'));

/** The maximum number of offers in one email. */
export const MAX_EMAILED_OFFERS = 10;

/**
 * Asks the site's owner to email offers of one quote to the customer or a colleague. The offers in the email come from
 * the offer tokens, in the order of `offerTokens`, not from the browser. The email address is sent only to the owner
 * and never stored. The email links to `returnTo` without its query. 409 `offer_expired` if one of the offers has
 * expired; 503 `mail_not_sent` if the owner's server does not accept the request, or the site does not email rates
 * (`Site.mailsLinks`).
 */
export const emailRates = {
  method: 'POST',
  path: '/v1/rate-emails',
  session: true,
  body: z.strictObject({
    email,
    locale: languageTag,
    postalCode,
    offerTokens: z.array(offerToken).check(z.minLength(1, 'required'), z.maxLength(MAX_EMAILED_OFFERS, 'too_many')),
    returnTo: z.string().check(z.maxLength(2000, 'too_long')),
  }),
  response: z.object({}),
  status: 201,
} as const satisfies Endpoint;

/**
 * One offer as a PDF, to keep or to show to another person. It contains every term that the offer token pins. Times are
 * written in `timeZone`, an IANA time zone name (default: UTC). With `postalCode`, the document also has the utility's
 * name and the last day to sign. 409 `offer_expired` if the offer has expired.
 */
export const createOfferDocument = {
  method: 'POST',
  path: '/v1/offer-documents',
  session: true,
  body: z.strictObject({
    offerToken,
    locale: languageTag,
    timeZone: z.optional(z.string().check(z.regex(/^[\w+/-]{1,64}$/, 'time_zone'))),
    postalCode: z.optional(postalCode),
  }),
  produces: 'application/pdf',
  status: 200,
} as const satisfies Endpoint;
