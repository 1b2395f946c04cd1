import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { candidateKeys, type Keys } from '../config/keys.ts';

/** Long enough to open, read on and save; short enough for an address that stands in a history. In seconds. */
const LINK_TTL_SECONDS = 5 * 60;

/** What a document's address says: whose document, how a browser takes it, and the page that may frame it. */
const claims = z.object({ contract: z.string(), as: z.enum(['inline', 'attachment']), origin: z.string() });
export type DocumentClaims = z.infer<typeof claims>;

const AUDIENCE = 'shopper-document';

/**
 * The secret of a document's address: an HS256 token (RFC 7515), so that none has to be kept and it works as often as
 * a PDF viewer asks, until it ends.
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

/** Undefined for anything that is over, or was not made by us. */
export async function verifyDocumentToken(keys: Keys, now: Date, token: string): Promise<DocumentClaims | undefined> {
  const options = { audience: AUDIENCE, algorithms: ['HS256'], currentDate: now, requiredClaims: ['exp'] };
  try {
    const [signingKeys = keys] = candidateKeys(keys, decodeProtectedHeader(token).kid);
    return claims.parse((await jwtVerify(token, signingKeys.document, options)).payload);
  } catch {
    return undefined;
  }
}
