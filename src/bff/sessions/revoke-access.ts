import { sessionsOfContracts } from '../auth/ended-sessions.ts';
import { deleteUnusedResumeLinks } from '../resume-links/resume-link.ts';
import { lockContracts } from '../store/locks.ts';
import type { Store } from '../store/tables.ts';

/**
 * Ends every session that has access to the contracts, and invalidates their unused links. Links are deleted before
 * sessions are listed, because a link that is opened in between would give access to a session that was not listed.
 * Both steps are repeated until there is no new session, because a session can still create links until it has ended:
 * see `issueResumeLink`.
 *
 * @param end ends sessions by ID
 * @returns the IDs of all ended sessions
 */
export async function revokeAccess(
  store: Store,
  contractIds: readonly string[],
  end: (sessionIds: readonly string[]) => Promise<void>,
): Promise<ReadonlySet<string>> {
  const ended = new Set<string>();
  for (;;) {
    await store.transaction().execute(async (transaction) => {
      // While the contracts are locked, no link can be stored.
      if (contractIds.length) await lockContracts(transaction, contractIds);
      await deleteUnusedResumeLinks(transaction, contractIds);
    });
    const found = (await sessionsOfContracts(store, contractIds)).filter((id) => !ended.has(id));
    if (!found.length) return ended;
    await end(found);
    for (const id of found) ended.add(id);
  }
}
