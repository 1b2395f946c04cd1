import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ProblemError } from '../http/problem.ts';
import { type Keys, keysFor } from '../keys.ts';

/** How long a token is good, in seconds: long enough to read a contract, short enough for a shared computer. */
const tokenSeconds = 4 * 60 * 60;
/** How long after its end a token still opens the same session again: a supplier may answer after a weekend. */
const renewalSeconds = 7 * 24 * 60 * 60;

/** What a session token says: whose it is and where it is good. Opaque to the widget. */
const claims = z.object({ sid: z.uuid(), site: z.string(), origin: z.string(), exp: z.number() });
export interface SessionClaims {
  readonly sessionId: string;
  readonly siteKey: string;
  readonly origin: string;
}

const audience = 'shopper-session';

/**
 * A token for one page of one site, signed with HS256 (RFC 7515). `expiresAt` is ISO 8601.
 *
 * @param sessionId of the session to go on with, or a new one
 */
export const issueSessionToken = async (
  keys: Keys,
  now: Date,
  siteKey: string,
  origin: string,
  sessionId: string,
): Promise<{ token: string; expiresAt: string }> => {
  const expires = Math.floor(now.getTime() / 1000) + tokenSeconds;
  const token = await new SignJWT({ sid: sessionId, site: siteKey, origin })
    .setProtectedHeader({ alg: 'HS256', kid: keys.id })
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(keys.session);
  return { token, expiresAt: new Date(expires * 1000).toISOString() };
};

/** @throws ProblemError `session_expired`, or `session_required` for anything that is no token of ours */
export const readSessionToken = async (keys: Keys, now: Date, token: string): Promise<SessionClaims> => {
  const known = verifiedWith(keys);
  const before = known.get(token);
  if (before && before.endsAt > now.getTime()) return before;
  try {
    const read = await verify(keys, now, token, 0);
    known.set(token, read);
    return read;
  } catch (error) {
    throw new ProblemError(error instanceof errors.JWTExpired ? 'session_expired' : 'session_required');
  }
};

/** The session a token, also one that has ended, may go on with; undefined when there is none for this page. */
export const renewableSession = async (
  keys: Keys,
  now: Date,
  token: string,
  siteKey: string,
  origin: string,
): Promise<string | undefined> => {
  const before = await verify(keys, now, token, renewalSeconds).catch(() => undefined);
  return before?.siteKey === siteKey && before.origin === origin ? before.sessionId : undefined;
};

/** A page sends the same token with each request, and to verify it takes longer than much else. By keys: others, other tokens. */
const verified = new WeakMap<Keys, LRUCache<string, VerifiedClaims>>();
const mostVerified = 10_000;

const verifiedWith = (keys: Keys): LRUCache<string, VerifiedClaims> => {
  const known = verified.get(keys) ?? new LRUCache<string, VerifiedClaims>({ max: mostVerified });
  verified.set(keys, known);
  return known;
};

interface VerifiedClaims extends SessionClaims {
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

const verify = async (keys: Keys, now: Date, token: string, clockTolerance: number): Promise<VerifiedClaims> => {
  const options = { audience, algorithms: ['HS256'], currentDate: now, clockTolerance };
  const [first, ...others] = keysFor(keys, decodeProtectedHeader(token).kid);
  let verified = jwtVerify(token, (first ?? keys).session, options);
  // Only a token that names no key is held against more than one.
  for (const { session } of others) {
    verified = verified.catch((error: unknown) => {
      if (error instanceof errors.JWSSignatureVerificationFailed) return jwtVerify(token, session, options);
      throw error;
    });
  }
  const { payload } = await verified;
  const { sid, site, origin, exp } = claims.parse(payload);
  return { sessionId: sid, siteKey: site, origin, endsAt: exp * 1000 };
};
