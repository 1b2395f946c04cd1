import { randomBytes } from 'node:crypto';

/** Whose token it is: the application, and the customer it speaks for. */
export interface TokenHolder {
  readonly clientId: string;
  readonly customer: string;
}

/** Access tokens that were given out. */
export interface TokenStore {
  /** Seconds a token is good for. */
  readonly lifetimeSeconds: number;
  issue(holder: TokenHolder): string;
  /** Undefined when it was never given, is over or was called back. */
  holder(token: string): TokenHolder | undefined;
  /** All tokens end now, before their time. */
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
