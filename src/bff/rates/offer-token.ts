import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { earlyTerminationKind, productKind } from '../../wire/offer.ts';
import type { Keys } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import type { Site } from '../partners/site.ts';

/** The longest token that `POST /v1/contracts` accepts. An offer with a longer token could be shown but not bought. */
export const MAX_OFFER_TOKEN_LENGTH = 4096;

const text = z.string();
const rate = z.object({ amount: text, unit: z.enum(['kWh', 'therm', 'ccf', 'mcf', 'dth']) });

/**
 * An offer as the customer saw it: every term of the price, the customer's inputs and the resulting estimate. A
 * contract is created from these values instead of browser input, and only while the upstream still has the same terms,
 * so the terms signed are the terms shown (invariant G). For the documents, the token contains only a hash, because
 * their URLs would double its size.
 */
export const shownOffer = z.object({
  priceId: text,
  commodity: z.enum(['electric', 'gas']),
  utility: text,
  zone: text.optional(),
  supplier: text,
  /** The supplier's licenses in the state, as the upstream states them. */
  supplierLicense: text.optional(),
  product: text,
  productKind: z.enum(productKind.options),
  rate,
  termMonths: z.number(),
  startMonth: text,
  monthlyFee: text,
  brokerFeeMils: text,
  earlyTermination: z.object({ kind: earlyTerminationKind, amount: text }),
  /** Null: usage is not limited. */
  swingPercent: z.number().nullable(),
  greenPercent: z.number(),
  usageBand: z.object({ from: text, to: text, unit: rate.shape.unit }).optional(),
  /** SHA-256 of the list of documents: see `documentsHash`. */
  documentsSha256: text,
  /** SHA-256 of the components: see `componentsHash`. Absent if the supplier stated none. */
  componentsSha256: text.optional(),
  annualUsage: rate,
  annualEstimate: text,
  currentRate: rate.optional(),
});
export type ShownOffer = z.infer<typeof shownOffer>;

/**
 * `holdsUntil`: when the upstream's price guarantee ends. `shownAt`: when the offer was created. Both are ISO 8601 in
 * UTC.
 */
export type VerifiedOffer = ShownOffer & { readonly holdsUntil: string; readonly shownAt: string };

/** Expiry in seconds since the epoch, the offer, and the time of issue in seconds. */
const payload = z.tuple([z.number(), shownOffer, z.number()]);

/**
 * Issues an offer token: the offer's JSON as base64url, a dot, and an HMAC-SHA256 of both the JSON and the site's key.
 * It is not a JWT, because a page has hundreds of offers, and the JWT header and claims would double their size.
 *
 * @param expiresAt when the upstream's price guarantee ends
 */
export function issueOfferToken(keys: Keys, site: Site, shown: ShownOffer, expiresAt: Date, now: Date): string {
  const content: z.infer<typeof payload> = [toSeconds(expiresAt), shown, toSeconds(now)];
  const body = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${body}.${sign(keys, site, body).toString('base64url')}`;
}

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/**
 * Verifies an offer token. A token of a version that pinned fewer terms counts as expired.
 *
 * @throws ProblemError `offer_expired`, or `offer_invalid` if the token is invalid or belongs to another site
 */
export function readOfferToken(keys: Keys, site: Site, now: Date, token: string): VerifiedOffer {
  const [body = '', signature = '', ...rest] = token.split('.');
  if (rest.length) throw new ProblemError('offer_invalid');
  const signatureBytes = Buffer.from(signature, 'base64url');
  const isValid = [keys, ...keys.previous].some((keySet) => {
    const expected = sign(keySet, site, body);
    return signatureBytes.length === expected.length && timingSafeEqual(signatureBytes, expected);
  });
  if (!isValid) throw new ProblemError('offer_invalid');
  const parsed = payload.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  if (!parsed.success) throw new ProblemError('offer_expired');
  const [expires, shown, issued] = parsed.data;
  if (expires * 1000 <= now.getTime()) throw new ProblemError('offer_expired');
  return {
    ...shown,
    holdsUntil: new Date(expires * 1000).toISOString(),
    shownAt: new Date(issued * 1000).toISOString(),
  };
}

const sign = (keys: Pick<Keys, 'offer'>, site: Site, body: string): Buffer =>
  createHmac('sha256', keys.offer).update(`${site.key}\n${body}`).digest();
