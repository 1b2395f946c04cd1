import { randomUUID } from 'node:crypto';
import { type CryptoKey, importPKCS8, SignJWT } from 'jose';

/** What My Service Cloud gave a partner for one environment. `baseUrl` has no slash at its end. */
export interface MscCredentials {
  readonly partnerId: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly key: { readonly kid: string; readonly alg: MscAlgorithm } & (
    | { readonly privateKey: CryptoKey }
    | { readonly sign: MscSign }
  );
}

/**
 * Signs bytes with a key that is somewhere else, in a key service: a JWS signature (RFC 7518 section 3), which for ES256 is 64
 * bytes, R and S, and not DER.
 */
export type MscSign = (bytes: Uint8Array) => Promise<Uint8Array>;

export type MscAlgorithm = 'ES256' | 'RS256';

/** Reads a PKCS #8 PEM private key. Throws when the text is no such key or does not fit the algorithm. */
export const importMscPrivateKey = (pem: string, alg: MscAlgorithm): Promise<CryptoKey> => importPKCS8(pem, alg);

/**
 * The headers that authorize one attempt of one call (assumed, see upstreams notes): an API key, and a JWT (RFC 7519)
 * signed by the partner's private key, for this environment only, good for 60 s and once (`jti`).
 *
 * @example await authorize(credentials, new Date()) // { 'X-Api-Key': '…', Authorization: 'Bearer …' }
 */
export const createAuthorizationHeaders = async (
  credentials: MscCredentials,
  now: Date,
): Promise<{ 'X-Api-Key': string; Authorization: string }> => {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const { key, partnerId, baseUrl } = credentials;
  const header = { alg: key.alg, kid: key.kid, typ: 'JWT' };
  const claims = { iss: partnerId, aud: baseUrl, iat: issuedAt, exp: issuedAt + 60, jti: randomUUID() };
  const jwt =
    'sign' in key
      ? await signWithKeyService(key.sign, header, claims)
      : await new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
  return { 'X-Api-Key': credentials.apiKey, Authorization: `Bearer ${jwt}` };
};

/** RFC 7515 section 7.1. */
const signWithKeyService = async (sign: MscSign, header: object, claims: object): Promise<string> => {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = await sign(new TextEncoder().encode(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
};
