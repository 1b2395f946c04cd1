import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { candidateKeys, type Keys } from '../encryption/server-keys.ts';

/**
 * Long enough to open, page through and save the document; short enough for a URL that remains in the browser history.
 */
const LINK_TTL_SECONDS = 5 * 60;

/** The contract, how the browser handles its document, and the origin of the page that may frame it. */
const claims = z.object({
  contract: z.string(),
  as: z.enum(['inline', 'attachment']),
  origin: z.string(),
  /** The session that created the link, which ends with it. */
  sid: z.string(),
});
export type DocumentClaims = z.infer<typeof claims>;

const AUDIENCE = 'shopper-document';

/**
 * Issues the token for a document URL (HS256, RFC 7515). It is not stored. It can be used repeatedly until it expires,
 * because a PDF viewer sends several requests.
 */
export async function issueDocumentToken(
  keys: Keys,
  now: Date,
  link: DocumentClaims,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const expires = Math.floor(now.getTime() / 1000) + LINK_TTL_SECONDS;
  const token = await new SignJWT({ ...link })
    .setProtectedHeader({ alg: 'HS256', kid: keys.id })
    .setAudience(AUDIENCE)
    .setExpirationTime(expires)
    .sign(keys.document);
  return { token, expiresAt: new Date(expires * 1000).toISOString() };
}

/** The claims of a document token; undefined if it is invalid or has expired. */
export async function verifyDocumentToken(keys: Keys, now: Date, token: string): Promise<DocumentClaims | undefined> {
  const options = { audience: AUDIENCE, algorithms: ['HS256'], currentDate: now, requiredClaims: ['exp'] };
  try {
    const [signingKeys = keys] = candidateKeys(keys, decodeProtectedHeader(token).kid);
    return claims.parse((await jwtVerify(token, signingKeys.document, options)).payload);
  } catch {
    return undefined;
  }
}
