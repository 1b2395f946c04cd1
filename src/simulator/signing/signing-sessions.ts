import { randomBytes } from 'node:crypto';

export interface SigningSession extends SigningTarget {
  readonly id: string;
}

export interface SigningSessions {
  create(target: SigningTarget): SigningSession;
  /**
   * Returns the session and, if the session is open, resets its idle timer. A session is `idle` after 20 minutes
   * without a request.
   */
  get(id: string): { readonly status: 'open' | 'idle' | 'ended'; readonly session: SigningSession } | undefined;
  end(id: string): void;
  /** Makes all sessions idle. */
  timeOutAll(): void;
  clear(): void;
}

const IDLE_TIMEOUT_MS = 20 * 60_000;
const MAX_SESSIONS = 5_000;

/** Stores signing sessions. A session starts when a link is opened, and ends when the signer leaves the ceremony. */
export function createSigningSessions(now: () => Date): SigningSessions {
  const sessions = new Map<string, { readonly session: SigningSession; lastSeenAt: number; isEnded: boolean }>();

  return {
    create(target) {
      const session = { ...target, id: randomBytes(24).toString('base64url') };
      sessions.set(session.id, { session, lastSeenAt: now().getTime(), isEnded: false });
      const [oldest] = sessions.keys();
      if (sessions.size > MAX_SESSIONS && oldest) sessions.delete(oldest);
      return session;
    },
    get(id) {
      const entry = sessions.get(id);
      if (!entry) return undefined;
      const { session } = entry;
      if (entry.isEnded) return { status: 'ended', session };
      if (now().getTime() - entry.lastSeenAt > IDLE_TIMEOUT_MS) return { status: 'idle', session };
      entry.lastSeenAt = now().getTime();
      return { status: 'open', session };
    },
    end(id) {
      const entry = sessions.get(id);
      if (entry) entry.isEnded = true;
    },
    timeOutAll() {
      for (const entry of sessions.values()) entry.lastSeenAt = Number.NEGATIVE_INFINITY;
    },
    clear: () => sessions.clear(),
  };
}

export interface SigningTarget {
  readonly contractId: string;
  readonly returnUrl: string;
  readonly frameAncestors: readonly string[];
  readonly presentation: 'popup' | 'redirect' | 'focused';
}

export interface SigningLinks {
  /** Creates a new link with each call. `token` is the secret part of the link's URL. */
  create(target: SigningTarget): { readonly token: string; readonly expiresAt: Date };
  /** Marks a link as used. Returns the link's target even if the link was used before or has expired. */
  consume(token: string): { readonly status: 'fresh' | 'used' | 'expired'; readonly target: SigningTarget } | undefined;
  expireAll(): void;
  clear(): void;
}

const TTL_MS = 5 * 60_000;
const MAX_LINKS = 5_000;

/**
 * Stores one-time links that are valid for five minutes. Used and expired links are kept, so that a page can explain
 * why a link does not work. Beyond `MAX_LINKS`, the oldest links are dropped.
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
