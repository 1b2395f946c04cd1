import type { AppContext } from '../app-context.ts';
import { createLinkSecret, sha256 } from '../store/ids.ts';
import { isoAfter } from '../store/lease.ts';
import type { SigningStateRow } from '../store/tables.ts';

/** Longer than DocuSign's idle timeout for a signing session (20 minutes) plus the lifetime of the URL (5 minutes). */
const STATE_TTL_MS = 60 * 60_000;

/**
 * Issues the `state` of a return URL: 256 random bits that identify the contract, the page and the presentation. It is
 * single use. Only its hash is stored, so a leaked store does not reveal valid states.
 */
export async function issueSigningState(
  appContext: Pick<AppContext, 'store' | 'now'>,
  returnState: {
    readonly contractId: string;
    readonly presentation: string;
    readonly origin: string;
    readonly returnTo: string | undefined;
  },
): Promise<string> {
  const state = createLinkSecret();
  await appContext.store
    .insertInto('signing_states')
    .values({
      state_hash: sha256(state),
      contract_id: returnState.contractId,
      presentation: returnState.presentation,
      origin: returnState.origin,
      return_to: returnState.returnTo ?? null,
      expires_at: isoAfter(appContext.now(), STATE_TTL_MS),
      used_at: null,
    })
    .execute();
  return state;
}

/**
 * Consumes a state. `isFresh` is false if the state has expired or was already used; the return state is still
 * returned, because a reload must lead back to the page. For an unknown state, no return state is returned.
 */
export async function consumeSigningState(
  appContext: Pick<AppContext, 'store' | 'now'>,
  state: string,
): Promise<{ readonly returnState: SigningStateRow | undefined; readonly isFresh: boolean }> {
  const now = appContext.now().toISOString();
  const consumed = await appContext.store
    .updateTable('signing_states')
    .set({ used_at: now })
    .where('state_hash', '=', sha256(state))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (consumed) return { returnState: consumed, isFresh: true };
  const returnState = await appContext.store
    .selectFrom('signing_states')
    .selectAll()
    .where('state_hash', '=', sha256(state))
    .executeTakeFirst();
  return { returnState, isFresh: false };
}
