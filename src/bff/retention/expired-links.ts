import type { Store } from '../store/tables.ts';

/** A day after its end nobody wonders any more why a link does not work. */
const LINK_GRACE_MS = 24 * 60 * 60_000;

/** A session may go on for a week, and name its files as long: only then is what they were forgotten. */
const UPLOAD_RETENTION_MS = 9 * 24 * 60 * 60_000;

/** Deletes ways back, from signing and to a contract, that have been over for a day, and files’ ids of old. @returns how many */
export async function deleteExpiredLinks(store: Store, now: Date): Promise<number> {
  const before = new Date(now.getTime() - LINK_GRACE_MS).toISOString();
  const results = await Promise.all([
    store.deleteFrom('signing_states').where('expires_at', '<', before).executeTakeFirst(),
    store
      .deleteFrom('uploads')
      .where('created_at', '<', new Date(now.getTime() - UPLOAD_RETENTION_MS).toISOString())
      .executeTakeFirst(),
    store.deleteFrom('resume_links').where('expires_at', '<', before).executeTakeFirst(),
  ]);
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}
