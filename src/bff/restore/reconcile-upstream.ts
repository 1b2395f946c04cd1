import { setImmediate as nextTurn } from 'node:timers/promises';
import { contractStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { readAccounts, readReasons } from '../contracts/contract-from-row.ts';
import { completeApproval, replaceCorrected } from '../contracts/earlier-purchase.ts';
import { recordStatus } from '../contracts/record-status.ts';
import type { EnrolledContract } from '../enrollment/enrollment-backend.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { enqueueContractEvent, nextSeq } from '../outbox/enqueue.ts';
import type { Site } from '../partners/site.ts';
import { scheduleCheck } from '../signature-requests/signature-request-store.ts';
import { advisoryLock, lockContract } from '../store/locks.ts';
import { type ContractRow, ERASED_SESSION, type Store, UNKNOWN_SITE } from '../store/tables.ts';
import { adoptContract, applyUnmatchedWebhooks } from './adopt-contract.ts';

/**
 * The outcome for one contract of the upstream.
 *
 * - adopted: it was missing. adopted_without_site: it was missing, and it is not known which site it belongs to.
 * - completed: we had an intent without a contract.
 * - known: we have it; its status was updated if necessary.
 * - erased: it was erased here and stays erased.
 * - unreadable: the upstream's response about it is invalid.
 * - foreign: another system created its reference. conflicting: it belongs to another partner or environment.
 */
export type ReconcileOutcome =
  | 'adopted'
  | 'adopted_without_site'
  | 'completed'
  | 'known'
  | 'erased'
  | 'unreadable'
  | 'foreign'
  | 'conflicting';

export interface ReconciledContract {
  readonly partner: string;
  readonly environment: string;
  /** Our ID; undefined for a foreign contract, whose reference could be any text. */
  readonly contract: string | undefined;
  /** Undefined for an unreadable contract. */
  readonly upstreamId: string | undefined;
  readonly outcome: ReconcileOutcome;
  /** Number of webhooks that were acknowledged before the contract was known. */
  readonly appliedWebhooks: number;
}

export type RestoreContext = Pick<AppContext, 'store' | 'partners' | 'enrollment' | 'contractEvents' | 'log' | 'now'>;

/**
 * Compares the store with every partner's contracts upstream, and adopts those that are missing, such as contracts that
 * were created after a backup that has been restored. Can be repeated, and can run while the server runs.
 *
 * @param since contracts that changed upstream since this instant (ISO 8601 in UTC)
 * @param siteKey the site of adopted contracts whose partner has several sites
 * @param isOurs whether a reference is ours; other contracts are foreign
 * @throws UpstreamError; contracts that have been adopted are kept
 */
export async function* reconcileUpstream(
  appContext: RestoreContext,
  since: string,
  { siteKey, isOurs }: { readonly siteKey?: string | undefined; readonly isOurs: (reference: string) => boolean },
): AsyncGenerator<ReconciledContract> {
  for (const { access, sites } of accessesOf(appContext.partners)) {
    const [onlySite] = sites.length === 1 ? sites : sites.filter(({ key }) => key === siteKey);
    yield* reconcilePartner(appContext, access, onlySite, { since, isOurs });
  }
}

/**
 * Compares the store with one partner's contracts upstream.
 *
 * @param site the site of adopted contracts, if it is known
 * @param isOurs whether a reference is ours; other contracts are foreign
 */
export async function* reconcilePartner(
  appContext: RestoreContext,
  access: PartnerAccess,
  site: Site | undefined,
  { since, isOurs }: { readonly since: string; readonly isOurs: (reference: string) => boolean },
): AsyncGenerator<ReconciledContract> {
  const enrollment = appContext.enrollment(access);
  let cursor: string | undefined;
  do {
    const { contracts, unreadable, next } = await enrollment.listContracts(since, cursor);
    for (const contract of unreadable.filter(isOurs)) {
      const { partner, environment } = access;
      appContext.log.error('contract_unreadable', { partner, environment, contract });
      yield { partner, environment, contract, upstreamId: undefined, outcome: 'unreadable', appliedWebhooks: 0 };
    }
    for (const enrolled of contracts) {
      // SQLite blocks the process, so requests are served between two contracts.
      await nextTurn();
      yield isOurs(enrolled.reference)
        ? await reconcileContract(appContext, access, site, enrolled)
        : {
            ...describeAccess(access),
            contract: undefined,
            upstreamId: enrolled.id,
            outcome: 'foreign',
            appliedWebhooks: 0,
          };
    }
    // An empty page ends the list, so that a wrong cursor cannot continue it forever.
    cursor = contracts.length || unreadable.length ? next : undefined;
  } while (cursor !== undefined);
}

const describeAccess = ({ partner, environment }: PartnerAccess) => ({ partner, environment });

/** The access of each partner to each environment in which the partner has sites. */
export function accessesOf(
  partners: AppContext['partners'],
): { readonly access: PartnerAccess; readonly sites: Site[] }[] {
  const found = new Map<PartnerAccess, Site[]>();
  for (const site of partners.sites.values()) {
    const access = partners.access(site.partner, site.environment);
    if (access) found.set(access, [...(found.get(access) ?? []), site]);
  }
  return [...found].map(([access, sites]) => ({ access, sites }));
}

async function reconcileContract(
  appContext: RestoreContext,
  access: PartnerAccess,
  site: Site | undefined,
  enrolled: EnrolledContract,
): Promise<ReconciledContract> {
  const contract = enrolled.reference;
  const {
    outcome,
    appliedWebhooks = 0,
    isChanged,
  } = await appContext.store
    .transaction()
    .execute((transaction) => reconcileRow(transaction, access, site, enrolled, appContext.now()));
  if (isChanged) appContext.contractEvents.publish(contract);
  const result = { ...describeAccess(access), contract, upstreamId: enrolled.id, outcome, appliedWebhooks };
  if (outcome !== 'known' && outcome !== 'erased') {
    const { partner, environment } = access;
    const fields = { partner, environment, contract, code: outcome };
    appContext.log.warn('contract_reconciled', { ...fields, ...(site ? { site: site.key } : {}) });
  }
  return result;
}

interface RowOutcome {
  readonly outcome: ReconcileOutcome;
  readonly appliedWebhooks?: number;
  readonly isChanged: boolean;
}

async function reconcileRow(
  transaction: Store,
  access: PartnerAccess,
  site: Site | undefined,
  enrolled: EnrolledContract,
  now: Date,
): Promise<RowOutcome> {
  const id = enrolled.reference;
  // The row might not exist yet, so it cannot be locked.
  await advisoryLock(transaction, `contract ${id}`);
  const tombstone = await transaction
    .selectFrom('erased_contracts')
    .select('contract_id')
    .where('contract_id', '=', id)
    .executeTakeFirst();
  const row = await lockContract(transaction, id);
  if (tombstone || row?.session_id === ERASED_SESSION) return { outcome: 'erased', isChanged: false };
  if (!row) {
    const appliedWebhooks = await adoptContract(transaction, access, site?.key ?? UNKNOWN_SITE, enrolled, now);
    return { outcome: site ? 'adopted' : 'adopted_without_site', appliedWebhooks, isChanged: true };
  }
  if (row.partner !== access.partner || row.environment !== access.environment)
    return { outcome: 'conflicting', isChanged: false };
  return updateKnownContract(transaction, row, site, enrolled, now);
}

async function updateKnownContract(
  transaction: Store,
  row: ContractRow,
  site: Site | undefined,
  enrolled: EnrolledContract,
  now: Date,
): Promise<RowOutcome> {
  const isCompleted = row.intent !== 'created';
  const isAssigned = row.site_key === UNKNOWN_SITE && site !== undefined;
  const changes = {
    intent: 'created' as const,
    upstream_id: enrolled.id,
    refusal: null,
    ...(isAssigned ? { site_key: site.key } : {}),
  };
  await transaction.updateTable('contracts').set(changes).where('id', '=', row.id).execute();
  const next = { ...row, ...changes };
  const hasNewStatus = await recordStatus(transaction, next, enrolled.report, now);
  // The site's owner has received no event for the contract yet.
  if (isAssigned && !hasNewStatus) {
    await enqueueContractEvent(transaction, next, {
      status: contractStatus.parse(row.status),
      accounts: readAccounts(row),
      reasons: readReasons(row),
      at: now,
    });
    await transaction
      .updateTable('contracts')
      .set({ seq: nextSeq(row, now) })
      .where('id', '=', row.id)
      .execute();
  }
  if (isCompleted) {
    await scheduleCheck(transaction, next, now);
    await completeApproval(transaction, next, now);
    await replaceCorrected(transaction, next);
  }
  const appliedWebhooks = await applyUnmatchedWebhooks(transaction, row, now);
  const isChanged = hasNewStatus || isAssigned || isCompleted || appliedWebhooks > 0;
  if (isAssigned) return { outcome: 'adopted', appliedWebhooks, isChanged };
  return { outcome: isCompleted ? 'completed' : 'known', appliedWebhooks, isChanged };
}
