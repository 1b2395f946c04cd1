import { randomBytes } from 'node:crypto';
import type { SigningTarget } from './signing-links.ts';

export interface SigningSession extends SigningTarget {
  readonly id: string;
}

export interface SigningSessions {
  start(target: SigningTarget): SigningSession;
  /** The session, kept awake by asking; `idle` after 20 minutes without. */
  get(id: string): { readonly state: 'open' | 'idle' | 'ended'; readonly session: SigningSession } | undefined;
  end(id: string): void;
  /** Lets every session be idle for too long. */
  idleAll(): void;
  clear(): void;
}

const idleAfter = 20 * 60_000;
const kept = 5_000;

/** Signing sessions, from the opened link to the way back. */
export function createSigningSessions(now: () => Date): SigningSessions {
  const sessions = new Map<string, { readonly session: SigningSession; lastSeen: number; ended: boolean }>();

  return {
    start(target) {
      const session = { ...target, id: randomBytes(24).toString('base64url') };
      sessions.set(session.id, { session, lastSeen: now().getTime(), ended: false });
      const [oldest] = sessions.keys();
      if (sessions.size > kept && oldest) sessions.delete(oldest);
      return session;
    },
    get(id) {
      const entry = sessions.get(id);
      if (!entry) return undefined;
      const { session } = entry;
      if (entry.ended) return { state: 'ended', session };
      if (now().getTime() - entry.lastSeen > idleAfter) return { state: 'idle', session };
      entry.lastSeen = now().getTime();
      return { state: 'open', session };
    },
    end(id) {
      const entry = sessions.get(id);
      if (entry) entry.ended = true;
    },
    idleAll() {
      for (const entry of sessions.values()) entry.lastSeen = Number.NEGATIVE_INFINITY;
    },
    clear: () => sessions.clear(),
  };
}
