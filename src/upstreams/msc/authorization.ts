import { randomUUID } from 'node:crypto';
import { type CryptoKey, importPKCS8, SignJWT } from 'jose';

/** What My Service Cloud gave a partner for one environment. `baseUrl` has no slash at its end. */
export interface MscCredentials {
  readonly partnerId: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly key: { readonly kid: string; readonly alg: MscAlgorithm; readonly privateKey: CryptoKey };
}

export type MscAlgorithm = 'ES256' | 'RS256';

/** Reads a PKCS #8 PEM private key. Throws when the text is no such key or does not fit the algorithm. */
export const importMscPrivateKey = (pem: string, alg: MscAlgorithm): Promise<CryptoKey> => importPKCS8(pem, alg);

/**
 * The headers that authorize one attempt of one call (assumed, see upstreams notes): an API key, and a JWT (RFC 7519)
 * signed by the partner's private key, for this environment only, good for 60 s and once (`jti`).
 *
 * @example await authorize(credentials, new Date()) // { 'X-Api-Key': '…', Authorization: 'Bearer …' }
 */
export const authorize = async (
  credentials: MscCredentials,
  now: Date,
): Promise<{ 'X-Api-Key': string; Authorization: string }> => {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const jwt = await new SignJWT()
    .setProtectedHeader({ alg: credentials.key.alg, kid: credentials.key.kid, typ: 'JWT' })
    .setIssuer(credentials.partnerId)
    .setAudience(credentials.baseUrl)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 60)
    .setJti(randomUUID())
    .sign(credentials.key.privateKey);
  return { 'X-Api-Key': credentials.apiKey, Authorization: `Bearer ${jwt}` };
};
