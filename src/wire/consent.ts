import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { singleLine } from './primitives.ts';

/** Languages that the consent text is available in. */
export const consentLocales = ['en', 'es'] as const;
export const consentLocale = z.enum(consentLocales);
export type ConsentLocale = z.infer<typeof consentLocale>;

/** `sha256` is of the text in UTF-8, as base64url. */
export const consent = z.object({ text: z.string(), templateVersion: z.string(), sha256: z.string() });
export type Consent = z.infer<typeof consent>;

/** An offer token, as `POST /v1/offers` returned it. */
export const offerToken = z.string().check(z.maxLength(4096, 'too_long'));

/**
 * The sentence that the signer of this offer agrees to. The server writes it, so that neither a page nor a script on
 * the page can change the recorded agreement. A request to `POST /v1/contracts` contains the hash of the sentence.
 * Creates nothing.
 */
export const createConsent = {
  method: 'POST',
  path: '/v1/consents',
  session: true,
  body: z.strictObject({
    offerToken,
    locale: consentLocale,
    customer: z.strictObject({ legalName: singleLine(100) }),
  }),
  response: consent,
  status: 200,
} as const satisfies Endpoint;
