import { createHash, randomBytes } from 'node:crypto';
import type { Deps } from '../deps.ts';
import type { SigningStateRow } from '../store/tables.ts';

/** Longer than the ceremony may idle (20 minutes) plus the URL's own five. */
const stateMilliseconds = 60 * 60_000;

const hash = (state: string): string => createHash('sha256').update(state).digest('base64url');

/**
 * A way back from signing: 256 random bits that name contract, page and presentation, good once. Only their hash is kept,
 * so that the store gives no way back to who reads it.
 */
export const issueSigningState = async (
  deps: Deps,
  way: {
    readonly contractId: string;
    readonly presentation: string;
    readonly origin: string;
    readonly returnTo: string | undefined;
  },
): Promise<string> => {
  const state = randomBytes(32).toString('base64url');
  await deps.store
    .insertInto('signing_states')
    .values({
      state_hash: hash(state),
      contract_id: way.contractId,
      presentation: way.presentation,
      origin: way.origin,
      return_to: way.returnTo ?? null,
      expires_at: new Date(deps.now().getTime() + stateMilliseconds).toISOString(),
      used_at: null,
    })
    .execute();
  return state;
};

/**
 * Takes a state, once. `isFresh` is false when it is over or was taken before: then the way it was made for is told all the
 * same, for a reload has to lead somewhere; an unknown state has none.
 */
export const takeSigningState = async (
  deps: Deps,
  state: string,
): Promise<{ readonly way: SigningStateRow | undefined; readonly isFresh: boolean }> => {
  const now = deps.now().toISOString();
  const taken = await deps.store
    .updateTable('signing_states')
    .set({ used_at: now })
    .where('state_hash', '=', hash(state))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (taken) return { way: taken, isFresh: true };
  const way = await deps.store
    .selectFrom('signing_states')
    .selectAll()
    .where('state_hash', '=', hash(state))
    .executeTakeFirst();
  return { way, isFresh: false };
};
