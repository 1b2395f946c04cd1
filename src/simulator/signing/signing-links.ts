import { randomBytes } from 'node:crypto';

/** Where a signing session leads, and back to. */
export interface SigningTarget {
  readonly contractId: string;
  readonly returnUrl: string;
  /** Bare origins that may frame the ceremony. */
  readonly frameAncestors: readonly string[];
  readonly presentation: 'popup' | 'redirect' | 'focused';
}

export interface SigningLinks {
  /** A new link each time; `token` is its secret. */
  mint(target: SigningTarget): { readonly token: string; readonly expiresAt: Date };
  /** Uses the link up. What it led to is told even when it is of no use any more. */
  open(token: string): { readonly state: 'fresh' | 'used' | 'expired'; readonly target: SigningTarget } | undefined;
  /** Ends every link that is not used yet, as five minutes would. */
  expireAll(): void;
  clear(): void;
}

const lifetime = 5 * 60_000;
const kept = 5_000;

/** Links that open once, within five minutes. Dead ones are remembered a while, to say why they are dead. */
export function createSigningLinks(now: () => Date): SigningLinks {
  const links = new Map<string, { readonly target: SigningTarget; expiresAt: Date; used: boolean }>();

  return {
    mint(target) {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now().getTime() + lifetime);
      links.set(token, { target, expiresAt, used: false });
      const [oldest] = links.keys();
      if (links.size > kept && oldest) links.delete(oldest);
      return { token, expiresAt };
    },
    open(token) {
      const link = links.get(token);
      if (!link) return undefined;
      const { target, used } = link;
      if (used) return { state: 'used', target };
      if (link.expiresAt <= now()) return { state: 'expired', target };
      link.used = true;
      return { state: 'fresh', target };
    },
    expireAll() {
      for (const link of links.values()) link.expiresAt = new Date(0);
    },
    clear: () => links.clear(),
  };
}
