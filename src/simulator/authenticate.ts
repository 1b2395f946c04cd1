import { errors, importJWK, importSPKI, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';

const CLOCK_TOLERANCE_SECONDS = 5;
const MAX_TOKEN_LIFETIME_SECONDS = 60;

export class NotAuthorizedError extends Error {
  override readonly name = 'NotAuthorizedError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * @returns the partner that sent the request
 * @throws NotAuthorizedError
 */
export type Authenticate = (request: Request, environment: Environment) => Promise<Partner>;

/**
 * Authenticates requests as we assume My Service Cloud does. A request has an API key in `X-Api-Key`, and a bearer JWT
 * signed with one of the partner's keys (`kid`). The JWT's `iss` is the partner, its `aud` is the environment's base
 * URL, and its lifetime is at most 60 seconds. Each `jti` is accepted once and stored until its token expires.
 */
export function createAuthenticator(
  partners: readonly Partner[],
  baseUrl: (environment: Environment) => string,
  now: () => Date,
): Authenticate {
  const byApiKey = new Map(partners.map((partner) => [partner.apiKey, partner]));
  const usedJtis = new Map<string, number>();

  const consumeJti = (id: string, expires: number): void => {
    const seconds = now().getTime() / 1000;
    for (const [usedJti, until] of usedJtis) if (until < seconds) usedJtis.delete(usedJti);
    if (usedJtis.has(id))
      throw new NotAuthorizedError('token_reused', 'This token has been used before. Each jti is accepted once.');
    usedJtis.set(id, expires + CLOCK_TOLERANCE_SECONDS);
  };

  return async (request, environment) => {
    const apiKey = request.headers.get('x-api-key');
    if (!apiKey) throw new NotAuthorizedError('api_key_missing', 'Send the API key in X-Api-Key.');
    const partner = byApiKey.get(apiKey);
    if (!partner) throw new NotAuthorizedError('api_key_unknown', 'No partner has this API key.');
    if (partner.environment !== environment) {
      throw new NotAuthorizedError(
        'wrong_environment',
        `This API key is for ${partner.environment}, not ${environment}.`,
      );
    }

    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (!token) throw new NotAuthorizedError('token_missing', 'Send a signed JWT as Authorization: Bearer.');
    const claims = await verify(token, partner, baseUrl(environment), now());
    const { iat = 0, exp = 0, jti } = claims;
    if (exp - iat > MAX_TOKEN_LIFETIME_SECONDS) {
      throw new NotAuthorizedError(
        'token_lifetime_too_long',
        `exp must be at most ${MAX_TOKEN_LIFETIME_SECONDS} s after iat.`,
      );
    }
    if (iat > now().getTime() / 1000 + CLOCK_TOLERANCE_SECONDS) {
      throw new NotAuthorizedError('token_from_the_future', 'iat is in the future.');
    }
    if (typeof jti !== 'string' || jti.length === 0 || jti.length > 200) {
      throw new NotAuthorizedError('token_invalid', 'The token must have a jti of 1 to 200 characters.');
    }
    consumeJti(`${partner.environment} ${partner.id} ${jti}`, exp);
    return partner;
  };
}

async function verify(token: string, partner: Partner, audience: string, currentDate: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid, alg }) => {
        const key = partner.publicKeys.find((candidate) => candidate.kid === kid && candidate.alg === alg);
        if (!key) throw new NotAuthorizedError('key_unknown', 'No key of this partner has this kid and alg.');
        return importKey(key);
      },
      {
        algorithms: ['ES256', 'RS256'],
        issuer: partner.id,
        audience,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate,
        requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti'],
      },
    );
    return payload;
  } catch (error) {
    if (error instanceof NotAuthorizedError) throw error;
    if (error instanceof errors.JWTExpired) throw new NotAuthorizedError('token_expired', 'The token has expired.');
    if (error instanceof errors.JWTClaimValidationFailed) {
      const expected = error.claim === 'aud' ? `, expected ${audience}` : '';
      throw new NotAuthorizedError('token_invalid', `The token’s ${error.claim} is invalid${expected}.`);
    }
    throw new NotAuthorizedError('token_invalid', 'The token’s signature or format is invalid.');
  }
}

const importKey = (key: PartnerKey) => ('jwk' in key ? importJWK(key.jwk, key.alg) : importSPKI(key.pem, key.alg));

const kid = z.string().min(1).max(200);
const alg = z.enum(['ES256', 'RS256']);

/** A partner's public key: a JWK (RFC 7517) or SPKI PEM. */
const partnerKey = z.union([
  z.object({ kid, alg, jwk: z.record(z.string(), z.unknown()) }),
  z.object({ kid, alg, pem: z.string().includes('PUBLIC KEY') }),
]);
type PartnerKey = z.infer<typeof partnerKey>;

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
