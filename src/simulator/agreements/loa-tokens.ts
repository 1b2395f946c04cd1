import { randomBytes } from 'node:crypto';

/** Whose token it is: the application, and the customer it speaks for. */
export interface TokenHolder {
  readonly clientId: string;
  readonly customer: string;
}

/** Access tokens that were given out. */
export interface LoaTokenBook {
  /** Seconds a token is good for. */
  readonly seconds: number;
  give(holder: TokenHolder): string;
  /** Undefined when it was never given, is over or was called back. */
  holder(token: string): TokenHolder | undefined;
  /** All tokens end now, before their time. */
  callBack(): void;
}

export function createLoaTokenBook(now: () => Date, seconds = 3_600): LoaTokenBook {
  const given = new Map<string, TokenHolder & { readonly endsAt: number }>();
  return {
    seconds,
    give(holder) {
      const token = randomBytes(24).toString('base64url');
      for (const [old, { endsAt }] of given) if (endsAt <= now().getTime()) given.delete(old);
      given.set(token, { ...holder, endsAt: now().getTime() + seconds * 1000 });
      return token;
    },
    holder(token) {
      const found = given.get(token);
      return found && found.endsAt > now().getTime() ? found : undefined;
    },
    callBack: () => given.clear(),
  };
}
