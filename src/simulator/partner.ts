import { z } from 'zod';

const kid = z.string().min(1).max(200);
const alg = z.enum(['ES256', 'RS256']);

/** A partner's public key: a JWK (RFC 7517) or SPKI PEM. */
export const partnerKey = z.union([
  z.object({ kid, alg, jwk: z.record(z.string(), z.unknown()) }),
  z.object({ kid, alg, pem: z.string().includes('PUBLIC KEY') }),
]);
export type PartnerKey = z.infer<typeof partnerKey>;

/** A partner in one environment. During key rotation, several keys are valid. */
export const partner = z.object({
  id: z.string().min(1),
  environment: z.enum(['test', 'live']),
  apiKey: z.string().min(8),
  publicKeys: z.array(partnerKey).min(1),
  /** Receives status changes. `secret` has the Standard Webhooks format `whsec_<base64>`. */
  webhook: z.object({ url: z.url(), secret: z.string().startsWith('whsec_') }).optional(),
});
export type Partner = z.infer<typeof partner>;
export type Environment = Partner['environment'];
