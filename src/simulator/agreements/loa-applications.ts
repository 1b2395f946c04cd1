import { randomBytes } from 'node:crypto';

export interface LoaApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly templates: readonly LoaTemplate[];
}

export interface LoaTemplate {
  readonly id: string;
  readonly title: string;
  /** The agreement's text before the form fields. */
  readonly text: string;
}

/** The simulator's templates. Their text is fictitious. */
export const usageTemplate: LoaTemplate = {
  id: '5f0c1a52-2f43-4c1e-9a57-usage-release',
  title: 'Letter of authorization (LOA): usage history',
  text: 'We authorize our utility to release up to 24 months of usage history for the accounts below to the energy broker named below. This letter does not purchase energy or change our supplier. It is valid for six months unless we revoke it sooner.',
};
export const contractTemplate: LoaTemplate = {
  id: '9b1d7e44-6a0f-4f2b-8d31-contract-sign',
  title: 'Energy supply contract',
  text: 'We agree to the energy supply contract described below.',
};

export const createLoaApplication = (): LoaApplication => ({
  clientId: `loa-${randomBytes(8).toString('hex')}`,
  clientSecret: randomBytes(24).toString('base64url'),
  templates: [usageTemplate, contractTemplate],
});

/** The application that a token was issued to, and the customer on whose behalf the application acts. */
export interface TokenHolder {
  readonly clientId: string;
  readonly customer: string;
}

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
