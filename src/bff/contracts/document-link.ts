import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Keys, keysFor } from '../keys.ts';

/** Long enough to open, read on and save; short enough for an address that stands in a history. In seconds. */
const linkSeconds = 5 * 60;

/** What a document's address says: whose document, how a browser takes it, and the page that may frame it. */
const claims = z.object({ contract: z.string(), as: z.enum(['inline', 'attachment']), origin: z.string() });
export type DocumentClaims = z.infer<typeof claims>;

const audience = 'shopper-document';

/**
 * The secret of a document's address: an HS256 token (RFC 7515), so that none has to be kept and it works as often as
 * a PDF viewer asks, until it ends.
 */
export const issueDocumentSecret = async (
  keys: Keys,
  now: Date,
  link: DocumentClaims,
): Promise<{ readonly secret: string; readonly expiresAt: string }> => {
  const expires = Math.floor(now.getTime() / 1000) + linkSeconds;
  const secret = await new SignJWT({ ...link })
    .setProtectedHeader({ alg: 'HS256', kid: keys.id })
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(keys.document);
  return { secret, expiresAt: new Date(expires * 1000).toISOString() };
};

/** Undefined for anything that is over, or was not made by us. */
export const readDocumentSecret = async (
  keys: Keys,
  now: Date,
  secret: string,
): Promise<DocumentClaims | undefined> => {
  const options = { audience, algorithms: ['HS256'], currentDate: now, requiredClaims: ['exp'] };
  try {
    const [named = keys] = keysFor(keys, decodeProtectedHeader(secret).kid);
    return claims.parse((await jwtVerify(secret, named.document, options)).payload);
  } catch {
    return undefined;
  }
};
