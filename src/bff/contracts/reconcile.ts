import { UpstreamRejectedError } from '../../upstreams/http/errors.ts';
import { contractStatus } from '../../wire/contract.ts';
import { isSettled } from '../../wire/contract-status.ts';
import type { AppContext, ContractContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import { isoAfter, lockContract, NEVER_DUE, nextPollDelay, processDueRows } from '../store/locks.ts';
import type { ContractRow } from '../store/tables.ts';
import { completeRequest } from './create-contract.ts';
import { CONTRACT_POLL_SCHEDULE, recordStatus } from './record-status.ts';

/** Maximum contracts of a partner per round. A backlog takes several rounds, so that it does not overload the upstream. */
const BATCH_SIZE = 20;
/** After this time, a pending intent is resolved only when its idempotency key is sent again. */
export const ABANDONED_AFTER_MS = 24 * 60 * 60_000;

/**
 * Runs one round of recovery after crashes and lost webhooks: queries contracts with no recent status updates, and
 * looks up pending intents by our reference. Never creates a contract.
 *
 * @param signal stops the round after the current contract
 * @returns the number of due contracts
 * @example setInterval(() => void reconcile(appContext), 30_000)
 */
export async function reconcile(appContext: ContractContext, signal?: AbortSignal): Promise<number> {
  const now = appContext.now();
  const due = appContext.store
    .selectFrom('contracts')
    .where('check_after', '<=', now.toISOString())
    .where('intent', 'in', ['pending', 'created']);
  const nextCheck = (row: ContractRow): string =>
    isFinished(row, now)
      ? NEVER_DUE
      : isoAfter(now, nextPollDelay(now.getTime() - Date.parse(row.updated_at), CONTRACT_POLL_SCHEDULE));
  const process = async (row: ContractRow): Promise<void> => {
    if (isFinished(row, now)) return;
    if (row.intent === 'created') await refreshContract(appContext, row.id);
    else if (row.lease_until <= now.toISOString()) await resolveOutcome(appContext, row);
  };
  const partners = await due.select('partner').distinct().execute();
  return processDueRows(appContext.store, 'contracts', partners, {
    select: (partner) =>
      due.selectAll().where('partner', '=', partner).orderBy('check_after').limit(BATCH_SIZE).execute(),
    nextCheck,
    process,
    signal,
  });
}

const isFinished = ({ intent, status, created_at }: ContractRow, now: Date): boolean =>
  intent === 'created'
    ? isSettled(contractStatus.parse(status))
    : now.getTime() - Date.parse(created_at) > ABANDONED_AFTER_MS;

async function resolveOutcome(appContext: ContractContext, { id, partner, environment }: ContractRow): Promise<void> {
  const access = appContext.partners.access(partner, environment);
  if (!access) return;
  try {
    const enrolled = await appContext.enrollment(access).contractByReference(id);
    if (enrolled) await completeRequest(appContext, id, enrolled);
  } catch (error) {
    const level = error instanceof UpstreamRejectedError ? 'error' : 'warn';
    appContext.log[level]('contract_outcome_unresolved', {
      contract: id,
      partner,
      environment,
      error: describeError(error),
    });
  }
}

type RefreshContext = Pick<AppContext, 'store' | 'partners' | 'enrollment' | 'contractEvents' | 'log' | 'now'>;

/**
 * Queries the upstream about a contract and stores its status. Used after hints that prove nothing, such as the
 * customer's return from signing. Failures are only logged, because a webhook will report the status.
 */
export async function refreshContract(appContext: RefreshContext, contractId: string): Promise<void> {
  const row = await appContext.store
    .selectFrom('contracts')
    .selectAll()
    .where('id', '=', contractId)
    .executeTakeFirst();
  const access = row && appContext.partners.access(row.partner, row.environment);
  if (!row?.upstream_id || !access) return;
  try {
    const enrolled = await appContext.enrollment(access).contract(row.upstream_id);
    if (!enrolled) return;
    const changed = await appContext.store.transaction().execute(async (transaction) => {
      const current = await lockContract(transaction, contractId);
      return current !== undefined && recordStatus(transaction, current, enrolled.report, appContext.now());
    });
    if (changed) appContext.contractEvents.publish(contractId);
  } catch (error) {
    appContext.log.warn('contract_refresh_failed', { contract: contractId, error: describeError(error) });
  }
}

const TIMEOUT_MS = 3_000;

/**
 * Limits how long a caller waits for a refresh, because a person is waiting. A status that arrives later is still
 * stored.
 */
export const refreshContractWithTimeout = (appContext: RefreshContext, contractId: string): Promise<void> =>
  Promise.race([
    refreshContract(appContext, contractId),
    new Promise<void>((done) => setTimeout(done, TIMEOUT_MS).unref()),
  ]);
