import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface DocumentLinks {
  /** Creates a URL for a contract's PDF that is valid for ten minutes. */
  createUrl(contractId: string): string;
  verify(contractId: string, query: URLSearchParams): boolean;
}

const TTL_MS = 10 * 60_000;

/** Signed, short-lived document URLs. They need no storage. */
export function createDocumentLinks(origin: string, now: () => Date): DocumentLinks {
  const key = randomBytes(32);
  const sign = (contractId: string, expires: string) =>
    createHmac('sha256', key).update(`${contractId} ${expires}`).digest();

  return {
    createUrl(contractId) {
      const expires = String(now().getTime() + TTL_MS);
      const token = sign(contractId, expires).toString('base64url');
      return `${origin}/documents/contracts/${contractId}?${new URLSearchParams({ expires, token })}`;
    },
    verify(contractId, query) {
      const expires = query.get('expires') ?? '';
      const token = Buffer.from(query.get('token') ?? '', 'base64url');
      const expected = sign(contractId, expires);
      return token.length === expected.length && timingSafeEqual(token, expected) && Number(expires) > now().getTime();
    },
  };
}
