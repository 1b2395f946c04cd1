import { type Session, session as sessionSchema } from '../../wire/session.ts';
import type { Memory } from '../memory.ts';

interface SessionKeeperOptions {
  readonly siteKey: string;
  readonly locale: string;
  readonly memory: Memory;
  /** `before` is the token of the session to go on with. */
  readonly create: (body: { siteKey: string; locale?: string }, before: string | undefined) => Promise<Session>;
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

  async function opened(before?: string): Promise<Session> {
    const tag = /^[a-z]{2}(-[A-Z]{2})?/.exec(locale)?.[0];
    const session = await create({ siteKey, ...(tag && { locale: tag }) }, before);
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
    return hold(kept && !isEnding(kept) ? Promise.resolve(kept) : opened(kept?.token));
  };

  return {
    current,
    async renew(refused) {
      const before = held;
      const now = await before?.catch(() => undefined);
      if (now && now.token !== refused) return now;
      // Several callers may have waited above for the same refused session: the first opens a new one, the rest share it.
      if (held !== before) return current();
      return hold(opened(refused));
    },
  };
}

const isEnding = ({ expiresAt }: Session) => Date.parse(expiresAt) - Date.now() < margin;

function remembered(memory: Memory): Session | undefined {
  try {
    const kept = sessionSchema.safeParse(JSON.parse(memory.read('session') ?? 'null'));
    return kept.success ? kept.data : undefined;
  } catch {
    return undefined;
  }
}
