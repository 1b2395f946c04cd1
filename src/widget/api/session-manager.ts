import type { BodyOf } from '../../wire/endpoint.ts';
import { type createSession, type Session, session as sessionSchema } from '../../wire/session.ts';
import type { LinkSecret } from '../link-secret.ts';
import type { SessionStore } from '../session-storage.ts';
import { ProblemError } from './errors.ts';

interface SessionManagerOptions {
  readonly siteKey: string;
  readonly locale: string;
  readonly sessionStore: SessionStore;
  /**
   * Returns the link to use, once the customer has asked for it. The next session is created with this link, and can
   * access the contract or purchase that the link opens. The link is used once.
   */
  readonly link?: (() => LinkSecret | undefined) | undefined;
  readonly botCheckToken?: (() => Promise<string>) | undefined;
  readonly onSessionEnded?: (() => void) | undefined;
  /** Creates a session. `previousToken` is the token of the session to continue. */
  readonly create: (body: BodyOf<typeof createSession>, previousToken: string | undefined) => Promise<Session>;
}

/**
 * Manages the session: creates it on first use, shares it between concurrent callers, restores it after a reload, and
 * renews it after a 401 response.
 */
export interface SessionManager {
  /**
   * Returns the session. A session that was created with a link has a `contractId` or an `approvalRequestId`. If both
   * are missing, the link did not work, for example because it was used before.
   */
  current(): Promise<Session>;
  /**
   * Returns a session that replaces the session with `rejectedToken`. Creates the new session unless another caller has
   * already created it.
   */
  renew(rejectedToken: string): Promise<Session>;
}

/** A stored session is renewed before use if it expires within this time. */
const EXPIRY_MARGIN_MS = 30_000;

export function createSessionManager({
  siteKey,
  locale,
  sessionStore,
  link: requestedLink,
  botCheckToken,
  onSessionEnded,
  create,
}: SessionManagerOptions): SessionManager {
  let pending: Promise<Session> | undefined;
  let isLinkUsed = false;
  const languageTag = /^[a-z]{2}(-[A-Z]{2})?/.exec(locale)?.[0];
  const body = { siteKey, ...(languageTag && { locale: languageTag }) };

  async function createAndStore(previousToken?: string, link?: LinkSecret): Promise<Session> {
    const session = await create({ ...body, ...link }, previousToken).catch(async (error: unknown) => {
      // The session can no longer be renewed. The new session has no access to the old session's contracts.
      if (previousToken !== undefined && hasCode(error, 'session_ended')) {
        sessionStore.write('session', undefined);
        onSessionEnded?.();
        return createAndStore(undefined, link);
      }
      if (!botCheckToken || !(error instanceof ProblemError) || error.problem.code !== 'bot_check_required')
        throw error;
      return create({ ...body, ...link, proof: await botCheckToken() }, previousToken);
    });
    // Another widget of the same site may have stored a session in the meantime. Both widgets use that session, so that
    // after a reload the tab's session has access to the contracts of both.
    const stored = link ? undefined : readStoredSession(sessionStore);
    if (stored && stored.token !== previousToken && !isExpiring(stored)) return stored;
    // The ID of the contract or approval request that a link opened is not stored, because the link no longer applies
    // after a reload.
    const { token, expiresAt, site } = session;
    sessionStore.write('session', JSON.stringify({ token, expiresAt, site }));
    return session;
  }

  /**
   * Creates a session with a link. If no response arrives, the next call uses the link again. If the server rejects the
   * link, the tab's stored session or else a new session is used instead.
   */
  async function createFromLink(link: LinkSecret): Promise<Session> {
    isLinkUsed = true;
    try {
      return await createAndStore(undefined, link);
    } catch (error) {
      // The server rejects a link that was used, has expired or was revoked with 410, and a malformed link with 422.
      if (error instanceof ProblemError && [410, 422].includes(error.problem.status)) return restoreOrCreate();
      isLinkUsed = false;
      throw error;
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
  const current = () => {
    const link = isLinkUsed ? undefined : requestedLink?.();
    return link ? track(createFromLink(link)) : (pending ?? track(restoreOrCreate()));
  };

  return {
    current,
    async renew(rejectedToken) {
      const previous = pending;
      const renewed = await previous?.catch(() => undefined);
      if (renewed && renewed.token !== rejectedToken) return renewed;
      // Several callers may have waited for the same rejected session. The first of them creates a new session, and the
      // others share it.
      if (pending !== previous) return current();
      return track(createAndStore(rejectedToken));
    },
  };
}

const hasCode = (error: unknown, code: string): boolean => error instanceof ProblemError && error.problem.code === code;

const isExpiring = ({ expiresAt }: Session) => Date.parse(expiresAt) - Date.now() < EXPIRY_MARGIN_MS;

const readStoredSession = (sessionStore: SessionStore): Session | undefined =>
  sessionSchema.safeParse(parseJson(sessionStore.read('session') ?? '')).data;

/** Parses JSON. Returns `undefined` for invalid JSON, which every schema rejects. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
