import { randomBytes } from 'node:crypto';

/** The contract and the settings for a signing session. */
export interface SigningTarget {
  readonly contractId: string;
  readonly returnUrl: string;
  /** Origins that may frame the ceremony. */
  readonly frameAncestors: readonly string[];
  readonly presentation: 'popup' | 'redirect' | 'focused';
}

export interface SigningLinks {
  /** Creates a new link each time. `token` is its secret. */
  create(target: SigningTarget): { readonly token: string; readonly expiresAt: Date };
  /** Uses up the link. Returns its target even if it was used before or has expired. */
  consume(token: string): { readonly status: 'fresh' | 'used' | 'expired'; readonly target: SigningTarget } | undefined;
  /** Expires all unused links. */
  expireAll(): void;
  clear(): void;
}

const TTL_MS = 5 * 60_000;
const MAX_LINKS = 5_000;

/**
 * One-time links that are valid for five minutes. Used and expired ones are kept for a while, to explain why they do
 * not work.
 */
export function createSigningLinks(now: () => Date): SigningLinks {
  const links = new Map<string, { readonly target: SigningTarget; expiresAt: Date; isUsed: boolean }>();

  return {
    create(target) {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now().getTime() + TTL_MS);
      links.set(token, { target, expiresAt, isUsed: false });
      const [oldest] = links.keys();
      if (links.size > MAX_LINKS && oldest) links.delete(oldest);
      return { token, expiresAt };
    },
    consume(token) {
      const link = links.get(token);
      if (!link) return undefined;
      const { target, isUsed } = link;
      if (isUsed) return { status: 'used', target };
      if (link.expiresAt <= now()) return { status: 'expired', target };
      link.isUsed = true;
      return { status: 'fresh', target };
    },
    expireAll() {
      for (const link of links.values()) link.expiresAt = new Date(0);
    },
    clear: () => links.clear(),
  };
}
