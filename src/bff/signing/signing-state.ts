import { createHash, randomBytes } from 'node:crypto';
import type { AppContext } from '../app-context.ts';
import type { SigningStateRow } from '../store/tables.ts';

/** Longer than the ceremony may idle (20 minutes) plus the URL's own five. */
const STATE_TTL_MS = 60 * 60_000;

const hash = (state: string): string => createHash('sha256').update(state).digest('base64url');

/**
 * A way back from signing: 256 random bits that name contract, page and presentation, good once. Only their hash is kept,
 * so that the store gives no way back to who reads it.
 */
export async function issueSigningState(
  appContext: AppContext,
  returnState: {
    readonly contractId: string;
    readonly presentation: string;
    readonly origin: string;
    readonly returnTo: string | undefined;
  },
): Promise<string> {
  const state = randomBytes(32).toString('base64url');
  await appContext.store
    .insertInto('signing_states')
    .values({
      state_hash: hash(state),
      contract_id: returnState.contractId,
      presentation: returnState.presentation,
      origin: returnState.origin,
      return_to: returnState.returnTo ?? null,
      expires_at: new Date(appContext.now().getTime() + STATE_TTL_MS).toISOString(),
      used_at: null,
    })
    .execute();
  return state;
}

/**
 * Takes a state, once. `isFresh` is false when it is over or was taken before: then the way it was made for is told all the
 * same, for a reload has to lead somewhere; an unknown state has none.
 */
export async function consumeSigningState(
  appContext: AppContext,
  state: string,
): Promise<{ readonly returnState: SigningStateRow | undefined; readonly isFresh: boolean }> {
  const now = appContext.now().toISOString();
  const consumed = await appContext.store
    .updateTable('signing_states')
    .set({ used_at: now })
    .where('state_hash', '=', hash(state))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (consumed) return { returnState: consumed, isFresh: true };
  const returnState = await appContext.store
    .selectFrom('signing_states')
    .selectAll()
    .where('state_hash', '=', hash(state))
    .executeTakeFirst();
  return { returnState, isFresh: false };
}
