import type { Store } from './tables.ts';

/** A day after its end nobody wonders any more why a link does not work. */
const wonderMilliseconds = 24 * 60 * 60_000;

/** A session may go on for a week, and name its files as long: only then is what they were forgotten. */
const uploadMilliseconds = 9 * 24 * 60 * 60_000;

/** Deletes ways back, from signing and to a contract, that have been over for a day, and files’ ids of old. @returns how many */
export const prune = async (store: Store, now: Date): Promise<number> => {
  const before = new Date(now.getTime() - wonderMilliseconds).toISOString();
  const gone = await Promise.all([
    store.deleteFrom('signing_states').where('expires_at', '<', before).executeTakeFirst(),
    store
      .deleteFrom('uploads')
      .where('created_at', '<', new Date(now.getTime() - uploadMilliseconds).toISOString())
      .executeTakeFirst(),
    store.deleteFrom('resume_links').where('expires_at', '<', before).executeTakeFirst(),
  ]);
  return gone.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
};
