import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ProblemError } from '../http/problem.ts';
import type { Keys } from '../keys.ts';
import type { Site } from '../sites/site.ts';

const text = z.string();
const rate = z.object({ amount: text, unit: z.enum(['kWh', 'therm', 'ccf', 'mcf', 'dth']) });

/**
 * What a customer was shown, signed by us: the price row, the inputs it was asked with, and what follows from both. A
 * contract is made from this and nothing the browser says, so the rate signed is the rate shown.
 */
const shownOffer = z.object({
  priceId: text,
  commodity: z.enum(['electric', 'gas']),
  utility: text,
  zone: text.optional(),
  supplier: text,
  product: text,
  rate,
  termMonths: z.number(),
  startMonth: text,
  annualUsage: rate,
  annualEstimate: text,
  currentRate: rate.optional(),
});
export type ShownOffer = z.infer<typeof shownOffer>;

const audience = 'shopper-offer';

/** @param expiresAt until when the upstream holds the price; the token ends with it */
export const issueOfferToken = (keys: Keys, site: Site, shown: ShownOffer, expiresAt: Date): Promise<string> =>
  new SignJWT({ site: site.key, shown })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
    .sign(keys.offer);

/** @throws ProblemError `offer_expired`, or `offer_invalid` when it is not ours or another site's */
export const readOfferToken = async (keys: Keys, site: Site, now: Date, token: string): Promise<ShownOffer> => {
  try {
    const { payload } = await jwtVerify(token, keys.offer, { audience, algorithms: ['HS256'], currentDate: now });
    const read = z.object({ site: z.literal(site.key), shown: shownOffer }).parse(payload);
    return read.shown;
  } catch (error) {
    throw new ProblemError(error instanceof errors.JWTExpired ? 'offer_expired' : 'offer_invalid');
  }
};
