import { UpstreamError } from '../../upstreams/http/errors.ts';
import type { AppContext } from '../app-context.ts';
import { isOwnContractId } from '../contracts/adopted-contract.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { describeError } from '../log.ts';
import type { Site } from '../partners/site.ts';
import { isoAfter } from '../store/locks.ts';
import { type Store, UNKNOWN_SITE } from '../store/tables.ts';
import { accessesOf, type RestoreContext, reconcilePartner } from './reconcile-upstream.ts';

const CHECK_INTERVAL_MS = 10 * 60_000;
/**
 * Overlap of consecutive checks: more than the difference between the clocks, and longer than the upstream takes to
 * list a contract.
 */
const OVERLAP_MS = 10 * 60_000;

/**
 * Compares the store with the contracts that changed upstream since the last check, every ten minutes for each partner
 * and environment. The store records the time up to which it was compared, so after a backup is restored, the contracts
 * that changed since then are adopted: see `reconcileUpstream`. A check also finds a contract that appeared upstream
 * after its request was refused.
 *
 * @param signal stops before the next contract
 * @example startRecurringJob('check_upstream', 15_000, (signal) => checkUpstream(appContext, signal), log)
 */
export async function checkUpstream(
  appContext: RestoreContext & Pick<AppContext, 'keys'>,
  signal?: AbortSignal,
): Promise<void> {
  for (const { access, sites } of accessesOf(appContext.partners)) {
    if (signal?.aborted) return;
    const now = appContext.now();
    const checkedUntil = await claimCheck(appContext.store, access, now);
    if (checkedUntil !== undefined) await checkPartner(appContext, access, sites, { checkedUntil, now, signal });
  }
}

/** Makes the next check due now. Call it when the upstream reports a contract whose request was refused. */
export async function requestCheck(
  transaction: Store,
  { partner, environment }: Pick<PartnerAccess, 'partner' | 'environment'>,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('upstream_checks')
    .set({ check_after: now.toISOString() })
    .where('partner', '=', partner)
    .where('environment', '=', environment)
    .execute();
}

/**
 * Claims a due check.
 *
 * @returns the time up to which contracts were compared; undefined if no check is due, or another process makes the
 * check
 */
async function claimCheck(
  store: Store,
  { partner, environment }: PartnerAccess,
  now: Date,
): Promise<string | undefined> {
  const row = { partner, environment, checked_until: now.toISOString(), check_after: now.toISOString() };
  await store
    .insertInto('upstream_checks')
    .values(row)
    .onConflict((conflict) => conflict.columns(['partner', 'environment']).doNothing())
    .execute();
  const claimed = await store
    .updateTable('upstream_checks')
    .set({ check_after: isoAfter(now, CHECK_INTERVAL_MS) })
    .where('partner', '=', partner)
    .where('environment', '=', environment)
    .where('check_after', '<=', now.toISOString())
    .returning('checked_until')
    .executeTakeFirst();
  return claimed?.checked_until;
}

/**
 * Returns the site for contracts whose site is unknown: the partner's only site, unless contracts of a removed site
 * show that there have been others.
 */
async function findOnlySite(
  store: Store,
  { partner, environment }: PartnerAccess,
  [onlySite, ...others]: readonly Site[],
): Promise<Site | undefined> {
  if (!onlySite || others.length) return undefined;
  const contractOfAnother = await store
    .selectFrom('contracts')
    .select('id')
    .where('partner', '=', partner)
    .where('environment', '=', environment)
    .where('site_key', 'not in', [onlySite.key, UNKNOWN_SITE])
    .limit(1)
    .executeTakeFirst();
  return contractOfAnother ? undefined : onlySite;
}

async function checkPartner(
  appContext: RestoreContext & Pick<AppContext, 'keys'>,
  access: PartnerAccess,
  sites: readonly Site[],
  {
    checkedUntil,
    now,
    signal,
  }: { readonly checkedUntil: string; readonly now: Date; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const { partner, environment } = access;
  const since = isoAfter(new Date(checkedUntil), -OVERLAP_MS);
  const isOurs = (reference: string): boolean => isOwnContractId(appContext.keys, reference);
  try {
    const site = await findOnlySite(appContext.store, access, sites);
    const contracts = reconcilePartner(appContext, access, site, { since, isOurs });
    for await (const _ of contracts) if (signal?.aborted) return;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    appContext.log.warn('upstream_check_failed', { partner, environment, error: describeError(error) });
    return;
  }
  await appContext.store
    .updateTable('upstream_checks')
    .set({ checked_until: now.toISOString() })
    .where('partner', '=', partner)
    .where('environment', '=', environment)
    .execute();
}
