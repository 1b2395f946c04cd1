import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ProblemError } from '../http/problem.ts';
import type { Keys } from '../keys.ts';

/** How long a session lasts, in seconds: long enough to read a contract, short enough for a shared computer. */
export const sessionSeconds = 4 * 60 * 60;

/** What a session token says: whose it is and where it is good. Opaque to the widget. */
const claims = z.object({ sid: z.uuid(), site: z.string(), origin: z.string(), exp: z.number() });
export interface SessionClaims {
  readonly sessionId: string;
  readonly siteKey: string;
  readonly origin: string;
}

const audience = 'shopper-session';

/** A token for one page of one site, signed with HS256 (RFC 7515). `expiresAt` is ISO 8601. */
export const issueSessionToken = async (
  keys: Keys,
  now: Date,
  siteKey: string,
  origin: string,
): Promise<{ token: string; expiresAt: string }> => {
  const expires = Math.floor(now.getTime() / 1000) + sessionSeconds;
  const token = await new SignJWT({ sid: randomUUID(), site: siteKey, origin })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(keys.session);
  return { token, expiresAt: new Date(expires * 1000).toISOString() };
};

/** @throws ProblemError `session_expired`, or `session_required` for anything that is no token of ours */
export const readSessionToken = async (keys: Keys, now: Date, token: string): Promise<SessionClaims> => {
  try {
    const options = { audience, algorithms: ['HS256'], currentDate: now };
    const { payload } = await jwtVerify(token, keys.session, options);
    const { sid, site, origin } = claims.parse(payload);
    return { sessionId: sid, siteKey: site, origin };
  } catch (error) {
    throw new ProblemError(error instanceof errors.JWTExpired ? 'session_expired' : 'session_required');
  }
};
