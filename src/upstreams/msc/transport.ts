import { randomUUID } from 'node:crypto';
import { type CryptoKey, importPKCS8, SignJWT } from 'jose';
import {
  type UnavailableDetails,
  type UnavailableReason,
  type UpstreamErrors,
  UpstreamInvalidResponseError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../http/errors.ts';
import { type CallTimeouts, createJsonClient, type JsonClient, type UpstreamCall } from '../http/json-client.ts';

/** A price response has up to a few thousand rows of about 1 kB each. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

export interface MscTransportOptions {
  readonly timeouts?: CallTimeouts | undefined;
  /** The API's name in errors and metrics. */
  readonly api?: string;
  readonly observe?: ((call: UpstreamCall) => void) | undefined;
  readonly admit?: (operation: string) => number;
  /** The time at which requests are signed. */
  readonly now?: (() => Date) | undefined;
}

/**
 * The HTTP transport for one API in one My Service Cloud environment. Each attempt is signed separately, because a
 * `jti` works only once.
 */
export const createMscTransport = (
  credentials: MscCredentials,
  {
    timeouts = { attemptMs: 6_000, totalMs: 12_000 },
    api = 'msc',
    observe,
    admit,
    now = () => new Date(),
  }: MscTransportOptions = {},
): JsonClient =>
  createJsonClient({
    baseUrl: credentials.baseUrl,
    timeouts,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    errors: mscErrors,
    api,
    authorize: () => createAuthorizationHeaders(credentials, now()),
    observe,
    admit,
  });

/** A partner's credentials for one environment. `baseUrl` has no trailing slash. */
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
 * Signs bytes with a key in a key service. Resolves to a JWS signature (RFC 7518 section 3): for ES256 the 64 bytes of
 * R and S concatenated, not DER.
 */
export type MscSign = (bytes: Uint8Array) => Promise<Uint8Array>;

export type MscAlgorithm = 'ES256' | 'RS256';

/** Parses a PKCS #8 PEM private key. Throws if it is invalid or does not match the algorithm. */
export const importMscPrivateKey = (pem: string, alg: MscAlgorithm): Promise<CryptoKey> => importPKCS8(pem, alg);

/**
 * Creates the headers that authorize one attempt of a call (assumed): an API key, and a JWT (RFC 7519) signed with the
 * partner's private key. The JWT is valid in this environment for 60 seconds and works only once (`jti`).
 *
 * @example const { Authorization } = await createAuthorizationHeaders(credentials, new Date()) // 'Bearer …'
 */
async function createAuthorizationHeaders(
  credentials: MscCredentials,
  now: Date,
): Promise<{ 'X-Api-Key': string; Authorization: string }> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const { key, partnerId, baseUrl } = credentials;
  const header = { alg: key.alg, kid: key.kid, typ: 'JWT' };
  const claims = { iss: partnerId, aud: baseUrl, iat: issuedAt, exp: issuedAt + 60, jti: randomUUID() };
  const jwt =
    'sign' in key
      ? await signWithKeyService(key.sign, header, claims)
      : await new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
  return { 'X-Api-Key': credentials.apiKey, Authorization: `Bearer ${jwt}` };
}

/** Creates a JWS in compact serialization (RFC 7515 section 7.1). */
async function signWithKeyService(sign: MscSign, header: object, claims: object): Promise<string> {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = await sign(new TextEncoder().encode(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}

const SERVICE = 'MSC';

/** My Service Cloud rejected the call. Nothing changed upstream. */
export class MscRejectedError extends UpstreamRejectedError {
  override readonly name = 'MscRejectedError';

  constructor(operation: string, status: number, detail?: string) {
    super(SERVICE, operation, status, detail);
  }
}

/** My Service Cloud gave no usable response. It is unknown whether a mutation took effect. */
export class MscUnavailableError extends UpstreamUnavailableError {
  override readonly name = 'MscUnavailableError';

  constructor(operation: string, reason: UnavailableReason, details?: UnavailableDetails) {
    super(SERVICE, operation, reason, details);
  }
}

/** My Service Cloud sent a response that does not match our schema. A mutation may have taken effect. */
export class MscInvalidResponseError extends UpstreamInvalidResponseError {
  override readonly name = 'MscInvalidResponseError';

  constructor(operation: string, field: string, issue: string) {
    super(SERVICE, operation, field, issue);
  }
}

export const mscErrors: UpstreamErrors = {
  Rejected: MscRejectedError,
  Unavailable: MscUnavailableError,
  InvalidResponse: MscInvalidResponseError,
};
