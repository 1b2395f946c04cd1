import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { candidateKeys, type Keys } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';

/** How long a token is valid: long enough to read a contract, and short enough for a shared computer. */
const TOKEN_TTL_SECONDS = 4 * 60 * 60;
/**
 * How long after its expiry a token can still renew its session. A supplier might not respond until after a weekend.
 */
const RENEWAL_WINDOW_SECONDS = 7 * 24 * 60 * 60;

/** The absolute end of a session, counted from when it was opened. A customer can open a new one at any time. */
export const MAX_SESSION_SECONDS = 30 * 24 * 60 * 60;

/**
 * The claims of a session token: the session, and the site and the origin for which it is valid. Opaque to the widget.
 */
const claims = z.object({
  sid: z.uuid(),
  site: z.string(),
  origin: z.string(),
  exp: z.number(),
  /** When the session was opened, in seconds since the epoch. Missing in tokens of an older version. */
  auth_time: z.number().optional(),
});
export interface SessionClaims {
  readonly sessionId: string;
  readonly siteKey: string;
  readonly origin: string;
  /** When the session was opened, in seconds since the epoch. Renewals do not change it. */
  readonly openedAt: number;
}

const audience = 'shopper-session';

/**
 * Issues a token for one page origin of one site, signed with HS256 (RFC 7515).
 *
 * @param session the session to renew, or a new one
 * @returns `expiresAt` is ISO 8601 in UTC. No token is valid longer than `MAX_SESSION_SECONDS` after `openedAt`
 */
export async function issueSessionToken(
  keys: Keys,
  now: Date,
  siteKey: string,
  origin: string,
  session: Pick<SessionClaims, 'sessionId' | 'openedAt'>,
): Promise<{ token: string; expiresAt: string }> {
  const { sessionId, openedAt } = session;
  const expires = Math.min(Math.floor(now.getTime() / 1000) + TOKEN_TTL_SECONDS, openedAt + MAX_SESSION_SECONDS);
  const token = await new SignJWT({ sid: sessionId, site: siteKey, origin, auth_time: openedAt })
    .setProtectedHeader({ alg: 'HS256', kid: keys.id })
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(keys.session);
  return { token, expiresAt: new Date(expires * 1000).toISOString() };
}

/** Verifies a session token. @throws ProblemError `session_expired`, or `session_required` for an invalid token */
export async function readSessionToken(keys: Keys, now: Date, token: string): Promise<SessionClaims> {
  const cache = verifiedTokens(keys);
  const cached = cache.get(token);
  if (cached && cached.expiresAtMs > now.getTime()) return cached;
  try {
    const verifiedClaims = await verify(keys, now, token, 0);
    cache.set(token, verifiedClaims);
    return verifiedClaims;
  } catch (error) {
    throw new ProblemError(error instanceof errors.JWTExpired ? 'session_expired' : 'session_required');
  }
}

/**
 * Returns the session that a token may renew, even if the token has recently expired; undefined if the token is invalid
 * or belongs to another site or origin.
 */
export async function renewableSession(
  keys: Keys,
  now: Date,
  token: string,
  siteKey: string,
  origin: string,
): Promise<SessionClaims | undefined> {
  const session = await verify(keys, now, token, RENEWAL_WINDOW_SECONDS).catch(() => undefined);
  return session?.siteKey === siteKey && session.origin === origin ? session : undefined;
}

export const hasReachedEnd = ({ openedAt }: Pick<SessionClaims, 'openedAt'>, now: Date): boolean =>
  now.getTime() / 1000 >= openedAt + MAX_SESSION_SECONDS;

/**
 * Cache of verified tokens: a page sends the same token with each request, and verification is slow. It is keyed by
 * the server's keys, so that reloading the keys empties it.
 */
const verified = new WeakMap<Keys, LRUCache<string, VerifiedClaims>>();
const MAX_CACHED_TOKENS = 10_000;

function verifiedTokens(keys: Keys): LRUCache<string, VerifiedClaims> {
  const cache = verified.get(keys) ?? new LRUCache<string, VerifiedClaims>({ max: MAX_CACHED_TOKENS });
  verified.set(keys, cache);
  return cache;
}

interface VerifiedClaims extends SessionClaims {
  readonly expiresAtMs: number;
}

async function verify(keys: Keys, now: Date, token: string, clockTolerance: number): Promise<VerifiedClaims> {
  const options = { audience, algorithms: ['HS256'], currentDate: now, clockTolerance };
  const [first, ...fallbackKeys] = candidateKeys(keys, decodeProtectedHeader(token).kid);
  let verified = jwtVerify(token, (first ?? keys).session, options);
  // Only a token without a known key ID is verified with more than one key.
  for (const { session } of fallbackKeys) {
    verified = verified.catch((error: unknown) => {
      if (error instanceof errors.JWSSignatureVerificationFailed) return jwtVerify(token, session, options);
      throw error;
    });
  }
  const { payload } = await verified;
  const { sid, site, origin, exp, auth_time } = claims.parse(payload);
  const openedAt = auth_time ?? exp - TOKEN_TTL_SECONDS;
  return { sessionId: sid, siteKey: site, origin, openedAt, expiresAtMs: exp * 1000 };
}
