import { randomBytes } from 'node:crypto';
import type { SigningTarget } from './signing-links.ts';

export interface SigningSession extends SigningTarget {
  readonly id: string;
}

export interface SigningSessions {
  create(target: SigningTarget): SigningSession;
  /** Returns the session and resets its idle timer. It is `idle` after 20 minutes without a request. */
  get(id: string): { readonly status: 'open' | 'idle' | 'ended'; readonly session: SigningSession } | undefined;
  end(id: string): void;
  /** Makes all sessions idle. */
  timeOutAll(): void;
  clear(): void;
}

const IDLE_TIMEOUT_MS = 20 * 60_000;
const MAX_SESSIONS = 5_000;

/** Signing sessions, from the opened link to the redirect back. */
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
