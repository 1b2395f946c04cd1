import { z } from 'zod';

const kid = z.string().min(1).max(200);
const alg = z.enum(['ES256', 'RS256']);

/** A public key as the partner handed it in: a JWK (RFC 7517) or SPKI PEM. */
export const partnerKey = z.union([
  z.object({ kid, alg, jwk: z.record(z.string(), z.unknown()) }),
  z.object({ kid, alg, pem: z.string().includes('PUBLIC KEY') }),
]);
export type PartnerKey = z.infer<typeof partnerKey>;

/** An approved agency in one environment. Several keys may be valid while they rotate. */
export const partner = z.object({
  id: z.string().min(1),
  environment: z.enum(['test', 'live']),
  apiKey: z.string().min(8),
  publicKeys: z.array(partnerKey).min(1),
  /** Where status changes go; `secret` is the Standard Webhooks form `whsec_<base64>`. */
  webhook: z.object({ url: z.url(), secret: z.string().startsWith('whsec_') }).optional(),
});
export type Partner = z.infer<typeof partner>;
export type Environment = Partner['environment'];
