import { sha256 } from '../store/ids.ts';
import type { Store } from '../store/tables.ts';

/**
 * Sessions that ended before their token expires: the customer signed out, or an operator ended them. They are kept in
 * memory, because every request is checked, and in the store, for other processes and restarted servers. Only hashes
 * are stored, so that the session IDs of an erased contract do not remain.
 */
export interface EndedSessions {
  isEnded(sessionId: string): boolean;
  /** Ends sessions. They stay ended until none of their tokens can be valid. */
  end(sessionIds: readonly string[], now: Date): Promise<void>;
  /** Reads sessions that other processes have ended. Call it when the server starts, and every few seconds. */
  refresh(): Promise<void>;
}

/** Creates the set for one process. Call `refresh` before the first request. */
export function createEndedSessions(store: Store): EndedSessions {
  let ended: ReadonlySet<string> = new Set();
  /**
   * Sessions that this process has ended since the last refresh began. The query of that refresh may have missed them.
   */
  let added: readonly string[] = [];
  return {
    // Usually no session has ended early, and then nothing needs to be hashed.
    isEnded: (sessionId) => ended.size > 0 && ended.has(sha256(sessionId)),
    async end(sessionIds, now) {
      await storeEndedSessions(store, sessionIds, now);
      added = [...added, ...sessionIds.map(sha256)];
      ended = new Set([...ended, ...added]);
    },
    async refresh() {
      added = [];
      const rows = await store.selectFrom('ended_sessions').select('session_hash').execute();
      ended = new Set([...rows.map(({ session_hash }) => session_hash), ...added]);
    },
  };
}

/** Stores ended sessions. A running server rejects their tokens after its next refresh. */
export async function storeEndedSessions(store: Store, sessionIds: readonly string[], now: Date): Promise<void> {
  for (const session_hash of sessionIds.map(sha256)) {
    await store
      .insertInto('ended_sessions')
      .values({ session_hash, ended_at: now.toISOString() })
      .onConflict((conflict) => conflict.column('session_hash').doNothing())
      .execute();
  }
}

/** Whether a session has ended, according to the store. */
export async function hasEnded(store: Store, sessionId: string): Promise<boolean> {
  const found = await store
    .selectFrom('ended_sessions')
    .select('session_hash')
    .where('session_hash', '=', sha256(sessionId))
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * The sessions that have access to a contract: the one that created it, and those that opened it with a resume link.
 */
export async function sessionsOfContracts(store: Store, contractIds: readonly string[]): Promise<readonly string[]> {
  if (!contractIds.length) return [];
  const [creators, guests] = await Promise.all([
    store.selectFrom('contracts').select('session_id').where('id', 'in', contractIds).execute(),
    store.selectFrom('contract_sessions').select('session_id').where('contract_id', 'in', contractIds).execute(),
  ]);
  return [...new Set([...creators, ...guests].map(({ session_id }) => session_id))];
}

/** Whether a session has created a usage authorization or another signature request. */
export async function ownsAuthorization(store: Store, siteKey: string, sessionId: string): Promise<boolean> {
  const row = await store
    .selectFrom('letters')
    .select('id')
    .where('site_key', '=', siteKey)
    .where('session_id', '=', sessionId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a session has prepared or opened an approval request. */
export async function hasApprovalRequest(store: Store, siteKey: string, sessionId: string): Promise<boolean> {
  const row = await store
    .selectFrom('approval_requests')
    .select('id')
    .where('site_key', '=', siteKey)
    .where(({ or, eb }) => or([eb('session_id', '=', sessionId), eb('approver_session_id', '=', sessionId)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The contracts that a session has access to. Looks up the IDs first, and compares the site here: SQLite would otherwise
 * read all contracts of the site.
 */
export async function contractsOfSession(store: Store, siteKey: string, sessionId: string): Promise<readonly string[]> {
  const created = await store
    .selectFrom('contracts')
    .select('id')
    .where('site_key', '=', siteKey)
    .where('session_id', '=', sessionId)
    .execute();
  const shared = await store
    .selectFrom('contract_sessions')
    .select('contract_id')
    .where('session_id', '=', sessionId)
    .execute();
  const ids = shared.map(({ contract_id }) => contract_id);
  const opened = ids.length
    ? await store.selectFrom('contracts').select(['id', 'site_key']).where('id', 'in', ids).execute()
    : [];
  const ofSite = opened.filter(({ site_key }) => site_key === siteKey);
  return [...new Set([...created, ...ofSite].map(({ id }) => id))];
}
