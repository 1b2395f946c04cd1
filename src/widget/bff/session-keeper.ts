import { createSession, type Session, session as sessionSchema } from '../../wire/session.ts';
import type { Memory } from '../memory.ts';

interface SessionKeeperOptions {
  readonly siteKey: string;
  readonly locale: string;
  readonly memory: Memory;
  readonly create: (endpoint: typeof createSession, body: { siteKey: string; locale?: string }) => Promise<Session>;
}

/** Keeps one session: opened lazily, shared by concurrent callers, remembered over a reload, renewed on refusal. */
export interface SessionKeeper {
  current(): Promise<Session>;
  /** A session other than the one with `refused`; opens one unless another caller has done so already. */
  renew(refused: string): Promise<Session>;
}

/** A session this close to its end is not worth starting with. */
const margin = 30_000;

export function createSessionKeeper({ siteKey, locale, memory, create }: SessionKeeperOptions): SessionKeeper {
  let held: Promise<Session> | undefined;

  async function opened(): Promise<Session> {
    const tag = /^[a-z]{2}(-[A-Z]{2})?/.exec(locale)?.[0];
    const session = await create(createSession, { siteKey, ...(tag && { locale: tag }) });
    memory.write('session', JSON.stringify(session));
    return session;
  }

  const hold = (session: Promise<Session>) => {
    held = session;
    session.catch(() => {
      if (held === session) held = undefined;
    });
    return session;
  };

  const current = () => {
    if (held) return held;
    const kept = remembered(memory);
    return hold(kept ? Promise.resolve(kept) : opened());
  };

  return {
    current,
    async renew(refused) {
      const before = held;
      const now = await before?.catch(() => undefined);
      if (now && now.token !== refused) return now;
      // Several callers may have waited above for the same refused session: the first opens a new one, the rest share it.
      if (held !== before) return current();
      memory.write('session', undefined);
      return hold(opened());
    },
  };
}

function remembered(memory: Memory): Session | undefined {
  try {
    const kept = sessionSchema.safeParse(JSON.parse(memory.read('session') ?? 'null'));
    return kept.success && Date.parse(kept.data.expiresAt) - Date.now() > margin ? kept.data : undefined;
  } catch {
    return undefined;
  }
}
