import { LRUCache } from 'lru-cache';
import { contractStatus } from '../../wire/contract.ts';
import { awaitsSignature } from '../../wire/contract-status.ts';
import type { Presentation } from '../../wire/session.ts';
import type { SigningSession } from '../../wire/signing.ts';
import type { SigningContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { contractFromRow } from '../contracts/contract-from-row.ts';
import { refreshContract, refreshContractWithTimeout } from '../contracts/refresh.ts';
import type { SigningMethod } from '../contracts/signing-method.ts';
import { ProblemError } from '../http/problem.ts';
import type { ContractRow } from '../store/tables.ts';
import { issueSigningState } from './signing-state.ts';

/** Signs contracts in a signing session, through the enrollment backend. */
export const sessionMethod: SigningMethod<SigningContext> = {
  start: async () => {},
  createRefresher: createSigningRefresher,
  createSession: createSigningUrl,
};

/** Minimum interval between upstream queries about one contract. */
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
export async function createSigningUrl(
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
