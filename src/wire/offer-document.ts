import * as z from 'zod/mini';
import { offerToken } from './consent.ts';
import { languageTag } from './email-rates.ts';
import type { Endpoint } from './endpoint.ts';
import { postalCode } from './primitives.ts';

/**
 * One offer as a PDF, to keep or to show to someone: every term that the offer token pins. `timeZone` is an IANA name,
 * in which times are written (UTC by default). With `postalCode`, the document also has the utility's name and the last
 * day to sign. 409 `offer_expired` if the offer has expired.
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
