import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { productKind } from '../../wire/offer.ts';
import type { Keys } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import type { Site } from '../partners/site.ts';

const text = z.string();
const rate = z.object({ amount: text, unit: z.enum(['kWh', 'therm', 'ccf', 'mcf', 'dth']) });

/**
 * An offer as the customer saw it: the price, the customer's inputs and the resulting estimate. A contract is created
 * from these values instead of browser input, so the rate signed is the rate shown (invariant G).
 */
const shownOffer = z.object({
  priceId: text,
  commodity: z.enum(['electric', 'gas']),
  utility: text,
  zone: text.optional(),
  supplier: text,
  product: text,
  productKind: z.enum(productKind.options).optional(),
  rate,
  termMonths: z.number(),
  startMonth: text,
  annualUsage: rate,
  annualEstimate: text,
  currentRate: rate.optional(),
});
export type ShownOffer = z.infer<typeof shownOffer>;

/** `holdsUntil`: when the upstream's price guarantee ends (ISO 8601 in UTC). */
export type VerifiedOffer = ShownOffer & { readonly holdsUntil: string };

/** Expiry in seconds since the epoch, and the offer. */
const payload = z.tuple([z.number(), shownOffer]);

/**
 * Issues an offer token: the offer's JSON as base64url, a dot, and an HMAC-SHA256 of both the JSON and the site's key.
 * It is not a JWT, because a page has hundreds of offers, and the JWT header and claims would double their size.
 *
 * @param expiresAt when the upstream's price guarantee ends
 */
export function issueOfferToken(keys: Keys, site: Site, shown: ShownOffer, expiresAt: Date): string {
  const body = Buffer.from(JSON.stringify([Math.floor(expiresAt.getTime() / 1000), shown])).toString('base64url');
  return `${body}.${sign(keys, site, body).toString('base64url')}`;
}

/**
 * Verifies an offer token.
 *
 * @throws ProblemError `offer_expired`, or `offer_invalid` if the token is invalid or belongs to another site
 */
export function readOfferToken(keys: Keys, site: Site, now: Date, token: string): VerifiedOffer {
  const [body = '', signature = ''] = token.split('.');
  const signatureBytes = Buffer.from(signature, 'base64url');
  const isValid = [keys, ...keys.previous].some((keySet) => {
    const expected = sign(keySet, site, body);
    return signatureBytes.length === expected.length && timingSafeEqual(signatureBytes, expected);
  });
  if (!isValid) throw new ProblemError('offer_invalid');
  const [expires, shown] = payload.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  if (expires * 1000 <= now.getTime()) throw new ProblemError('offer_expired');
  return { ...shown, holdsUntil: new Date(expires * 1000).toISOString() };
}

const sign = (keys: Pick<Keys, 'offer'>, site: Site, body: string): Buffer =>
  createHmac('sha256', keys.offer).update(`${site.key}\n${body}`).digest();
