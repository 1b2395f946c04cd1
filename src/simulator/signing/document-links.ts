import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface DocumentLinks {
  /** An address of a contract's PDF that works for ten minutes. */
  urlOf(contractId: string): string;
  allows(contractId: string, query: URLSearchParams): boolean;
}

const lifetime = 10 * 60_000;

/** Short-lived document addresses: signed, so none has to be remembered. */
export function createDocumentLinks(origin: string, now: () => Date): DocumentLinks {
  const key = randomBytes(32);
  const tokenOf = (contractId: string, expires: string) =>
    createHmac('sha256', key).update(`${contractId} ${expires}`).digest();

  return {
    urlOf(contractId) {
      const expires = String(now().getTime() + lifetime);
      const token = tokenOf(contractId, expires).toString('base64url');
      return `${origin}/documents/contracts/${contractId}?${new URLSearchParams({ expires, token })}`;
    },
    allows(contractId, query) {
      const expires = query.get('expires') ?? '';
      const token = Buffer.from(query.get('token') ?? '', 'base64url');
      const expected = tokenOf(contractId, expires);
      return token.length === expected.length && timingSafeEqual(token, expected) && Number(expires) > now().getTime();
    },
  };
}
