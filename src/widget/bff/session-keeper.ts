import type { BodyOf } from '../../wire/endpoint.ts';
import { type createSession, type Session, session as sessionSchema } from '../../wire/session.ts';
import type { Memory } from '../memory.ts';
import { json } from './json.ts';
import { ProblemError } from './problem-error.ts';

interface SessionKeeperOptions {
  readonly siteKey: string;
  readonly locale: string;
  readonly memory: Memory;
  /** The secret of a resume link: the session to open goes on where the link was made. */
  readonly resume?: string | undefined;
  readonly proof?: (() => Promise<string>) | undefined;
  /** `before` is the token of the session to go on with. */
  readonly create: (body: BodyOf<typeof createSession>, before: string | undefined) => Promise<Session>;
}

/** Keeps one session: opened lazily, shared by concurrent callers, remembered over a reload, renewed on refusal. */
export interface SessionKeeper {
  /** With `contractId` when a resume link opened it; without, the link was used before, or is too old. */
  current(): Promise<Session>;
  /** A session other than the one with `refused`; opens one unless another caller has done so already. */
  renew(refused: string): Promise<Session>;
}

/** A session this close to its end is not worth starting with. */
const margin = 30_000;

export function createSessionKeeper({
  siteKey,
  locale,
  memory,
  resume,
  proof,
  create,
}: SessionKeeperOptions): SessionKeeper {
  let held: Promise<Session> | undefined;
  let secret = resume;
  const tag = /^[a-z]{2}(-[A-Z]{2})?/.exec(locale)?.[0];
  const body = { siteKey, ...(tag && { locale: tag }) };

  async function opened(before?: string, link?: { readonly resume: string }): Promise<Session> {
    const { contractId, ...session } = await create({ ...body, ...link }, before).catch(async (error: unknown) => {
      if (!proof || !(error instanceof ProblemError) || error.problem.code !== 'bot_check_required') throw error;
      return create({ ...body, ...link, proof: await proof() }, before);
    });
    memory.write('session', JSON.stringify(session));
    return { ...session, contractId };
  }

  /** A link that never reached the server stays good; one that was refused is given up for a session of this tab's own. */
  async function resumed(link: string): Promise<Session> {
    try {
      const session = await opened(undefined, { resume: link });
      secret = undefined;
      return session;
    } catch (error) {
      if (!(error instanceof ProblemError && isLinkRefused(error))) throw error;
      secret = undefined;
      return kept();
    }
  }

  const hold = (session: Promise<Session>) => {
    held = session;
    session.catch(() => {
      if (held === session) held = undefined;
    });
    return session;
  };

  const kept = () => {
    const before = remembered(memory);
    return before && !isEnding(before) ? Promise.resolve(before) : opened(before?.token);
  };
  const current = () => held ?? hold(secret === undefined ? kept() : resumed(secret));

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

/** Used before or too old, or not even the shape of one. */
const isLinkRefused = ({ problem }: ProblemError) =>
  problem.code === 'resume_link_spent' || problem.code === 'invalid_request';

const isEnding = ({ expiresAt }: Session) => Date.parse(expiresAt) - Date.now() < margin;

const remembered = (memory: Memory): Session | undefined =>
  sessionSchema.safeParse(json(memory.read('session') ?? '')).data;
