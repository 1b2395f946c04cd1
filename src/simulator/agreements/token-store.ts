import { randomBytes } from 'node:crypto';

/** The application that a token was issued to, and the customer on whose behalf it acts. */
export interface TokenHolder {
  readonly clientId: string;
  readonly customer: string;
}

/** Issued access tokens. */
export interface TokenStore {
  readonly lifetimeSeconds: number;
  issue(holder: TokenHolder): string;
  /** @returns undefined if the token is unknown, expired or revoked */
  holder(token: string): TokenHolder | undefined;
  revokeAll(): void;
}

export function createTokenStore(now: () => Date, lifetimeSeconds = 3_600): TokenStore {
  const tokens = new Map<string, TokenHolder & { readonly expiresAt: number }>();
  return {
    lifetimeSeconds,
    issue(holder) {
      const token = randomBytes(24).toString('base64url');
      for (const [old, { expiresAt }] of tokens) if (expiresAt <= now().getTime()) tokens.delete(old);
      tokens.set(token, { ...holder, expiresAt: now().getTime() + lifetimeSeconds * 1000 });
      return token;
    },
    holder(token) {
      const stored = tokens.get(token);
      return stored && stored.expiresAt > now().getTime() ? stored : undefined;
    },
    revokeAll: () => tokens.clear(),
  };
}
