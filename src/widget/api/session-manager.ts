import type { BodyOf } from '../../wire/endpoint.ts';
import { type createSession, type Session, session as sessionSchema } from '../../wire/session.ts';
import type { SessionStore } from '../session-storage.ts';
import { parseJson } from './parse-json.ts';
import { ProblemError } from './problem-error.ts';

interface SessionManagerOptions {
  readonly siteKey: string;
  readonly locale: string;
  readonly sessionStore: SessionStore;
  /** The secret of a resume link: the session to open goes on where the link was made. */
  readonly resumeToken?: string | undefined;
  readonly botCheckToken?: (() => Promise<string>) | undefined;
  /** `before` is the token of the session to go on with. */
  readonly create: (body: BodyOf<typeof createSession>, previousToken: string | undefined) => Promise<Session>;
}

/** Keeps one session: opened lazily, shared by concurrent callers, remembered over a reload, renewed on refusal. */
export interface SessionManager {
  /** With `contractId` when a resume link opened it; without, the link was used before, or is too old. */
  current(): Promise<Session>;
  /** A session other than the one with `refused`; opens one unless another caller has done so already. */
  renew(rejectedToken: string): Promise<Session>;
}

/** A session this close to its end is not worth starting with. */
const EXPIRY_MARGIN_MS = 30_000;

export function createSessionManager({
  siteKey,
  locale,
  sessionStore,
  resumeToken,
  botCheckToken,
  create,
}: SessionManagerOptions): SessionManager {
  let pending: Promise<Session> | undefined;
  let unusedToken = resumeToken;
  const languageTag = /^[a-z]{2}(-[A-Z]{2})?/.exec(locale)?.[0];
  const body = { siteKey, ...(languageTag && { locale: languageTag }) };

  async function createAndStore(previousToken?: string, link?: { readonly resume: string }): Promise<Session> {
    const { contractId, ...session } = await create({ ...body, ...link }, previousToken).catch(
      async (error: unknown) => {
        if (!botCheckToken || !(error instanceof ProblemError) || error.problem.code !== 'bot_check_required')
          throw error;
        return create({ ...body, ...link, proof: await botCheckToken() }, previousToken);
      },
    );
    sessionStore.write('session', JSON.stringify(session));
    return { ...session, contractId };
  }

  /** A link that never reached the server stays good; one that was refused is given up for a session of this tab's own. */
  async function createFromLink(link: string): Promise<Session> {
    try {
      const session = await createAndStore(undefined, { resume: link });
      unusedToken = undefined;
      return session;
    } catch (error) {
      if (!(error instanceof ProblemError && isLinkRejected(error))) throw error;
      unusedToken = undefined;
      return restoreOrCreate();
    }
  }

  const track = (session: Promise<Session>) => {
    pending = session;
    session.catch(() => {
      if (pending === session) pending = undefined;
    });
    return session;
  };

  const restoreOrCreate = () => {
    const stored = readStoredSession(sessionStore);
    return stored && !isExpiring(stored) ? Promise.resolve(stored) : createAndStore(stored?.token);
  };
  const current = () => pending ?? track(unusedToken === undefined ? restoreOrCreate() : createFromLink(unusedToken));

  return {
    current,
    async renew(rejectedToken) {
      const previous = pending;
      const renewed = await previous?.catch(() => undefined);
      if (renewed && renewed.token !== rejectedToken) return renewed;
      // Several callers may have waited above for the same refused session: the first opens a new one, the rest share it.
      if (pending !== previous) return current();
      return track(createAndStore(rejectedToken));
    },
  };
}

/** Used before or too old, or not even the shape of one. */
const isLinkRejected = ({ problem }: ProblemError) =>
  problem.code === 'resume_link_spent' || problem.code === 'invalid_request';

const isExpiring = ({ expiresAt }: Session) => Date.parse(expiresAt) - Date.now() < EXPIRY_MARGIN_MS;

const readStoredSession = (sessionStore: SessionStore): Session | undefined =>
  sessionSchema.safeParse(parseJson(sessionStore.read('session') ?? '')).data;
