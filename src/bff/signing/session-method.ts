import { LRUCache } from 'lru-cache';
import { contractStatus } from '../../wire/contract.ts';
import { awaitsSignature } from '../../wire/contract-status.ts';
import type { Presentation } from '../../wire/session.ts';
import type { SigningSession } from '../../wire/signing.ts';
import type { AppContext, SigningContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { contractFromRow } from '../contracts/contract-from-row.ts';
import { refreshContract, refreshContractWithTimeout } from '../contracts/reconcile.ts';
import type { SigningMethod } from '../contracts/signing-method.ts';
import { ProblemError } from '../http/problem.ts';
import { createLinkSecret, sha256 } from '../store/ids.ts';
import { isoAfter } from '../store/locks.ts';
import type { ContractRow, SigningStateRow } from '../store/tables.ts';

/** Signs contracts in a signing session, through the enrollment backend. */
export const sessionMethod: SigningMethod<SigningContext> = {
  start: async () => {},
  createRefresher: createSigningRefresher,
  createSession: createSigningUrl,
};

const MIN_INTERVAL_MS = 2_000;
const MAX_TRACKED_CONTRACTS = 10_000;

/**
 * Queries the upstream about a contract while its signing session is open. Focused view has no return page, a popup
 * may lose its opener, and a webhook may be late, so viewing the contract must be enough to detect that it was signed.
 */
function createSigningRefresher(appContext: SigningContext): (row: ContractRow) => Promise<boolean> {
  const recentlyRefreshed = new LRUCache<string, true>({ max: MAX_TRACKED_CONTRACTS, ttl: MIN_INTERVAL_MS });
  return async ({ id, status }) => {
    if (!awaitsSignature(contractStatus.parse(status)) || recentlyRefreshed.has(id)) return false;
    const openState = await appContext.store
      .selectFrom('signing_states')
      .select('contract_id')
      .where('contract_id', '=', id)
      .where('expires_at', '>', appContext.now().toISOString())
      .executeTakeFirst();
    if (!openState || recentlyRefreshed.has(id)) return false;
    recentlyRefreshed.set(id, true);
    await refreshContractWithTimeout(appContext, id);
    return true;
  };
}

/**
 * Creates a signing URL for the contract's first signer.
 *
 * @throws ProblemError signing_not_possible, or upstream_invalid if the URL is not on an origin of the signing service
 */
async function createSigningUrl(
  appContext: SigningContext,
  caller: Caller,
  row: ContractRow,
  { presentation, returnTo }: { readonly presentation: Presentation; readonly returnTo: string | undefined },
): Promise<SigningSession> {
  const { status, signing } = await contractFromRow(appContext.store, row);
  if (!awaitsSignature(status) || signing.you !== 'waiting') throw new ProblemError('signing_not_possible');
  const { access, origin } = caller;
  const state = await issueSigningState(appContext, { contractId: row.id, presentation, origin, returnTo });
  const response = await appContext.enrollment(access).createSigningUrl({
    contractId: row.upstream_id ?? '',
    returnUrl: `${appContext.publicOrigin}/signing/return?state=${state}`,
    // DocuSign's app and every page that frames it. DocuSign limits the list to 500 characters, so origins must be
    // short.
    frameAncestors: [...new Set([access.signingAppOrigin, origin, appContext.publicOrigin])],
    messageOrigins: [access.signingAppOrigin],
    presentation,
  });
  if (!response.ok) {
    // The upstream has a newer status than we do.
    await refreshContract(appContext, row.id);
    throw new ProblemError('signing_not_possible');
  }
  const { url, expiresAt } = response.value;
  if (!isSigningUrl(url, access.signingOrigins)) {
    appContext.log.error('signing_url_untrusted', { partner: caller.site.partner, contract: row.id });
    throw new ProblemError('upstream_invalid');
  }
  return { url, presentation, expiresAt: new Date(expiresAt).toISOString() };
}

/**
 * Whether a URL is on an origin of the signing service, uses http(s) and contains no credentials. The protocol is
 * checked too, because a `blob:` URL has the origin of its creator.
 */
function isSigningUrl(text: string, origins: readonly string[]): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    origins.includes(url.origin) &&
    url.username === '' &&
    url.password === ''
  );
}

/** Longer than DocuSign's idle timeout for a signing session (20 minutes) plus the lifetime of the URL (5 minutes). */
const STATE_TTL_MS = 60 * 60_000;

/**
 * Issues the `state` of a return URL: 256 random bits that identify the contract, the page and the presentation. It is
 * single use. Only its hash is stored, so a leaked store does not reveal valid states.
 */
async function issueSigningState(
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
