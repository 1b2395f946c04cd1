import { MscRejectedError } from '../../upstreams/msc/errors.ts';
import { contractStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import { isSettled } from './contract-status.ts';
import { completeRequest } from './create-contract.ts';
import { nextPollDelayMs } from './poll-interval.ts';
import { refreshContract } from './refresh.ts';

/** Asked about at a time: a backlog is worked off over several rounds, not in one burst upon the upstream. */
const BATCH_SIZE = 20;
/** An intent nobody came back for is asked about for so long; then it is left to whoever sends its key again. */
const ABANDONED_AFTER_MS = 24 * 60 * 60_000;

/**
 * One round of finishing what a crash or a lost webhook left behind: contracts that have been quiet too long are asked for,
 * and intents whose answer was lost are looked up by our reference. Never creates anything.
 *
 * @param signal ends the round after the contract it is at
 * @returns how many were due
 * @example setInterval(() => void reconcile(appContext), 30_000)
 */
export async function reconcile(appContext: AppContext, signal?: AbortSignal): Promise<number> {
  const now = appContext.now();
  const due = await appContext.store
    .selectFrom('contracts')
    .selectAll()
    .where('check_after', '<=', now.toISOString())
    .where('intent', 'in', ['pending', 'created'])
    .orderBy('check_after')
    .limit(BATCH_SIZE)
    .execute();
  for (const row of due) {
    if (signal?.aborted) break;
    // First the next time, so that one that always fails cannot hold up the rest.
    const delayMs = nextPollDelayMs(now.getTime() - Date.parse(row.updated_at));
    const isFinished =
      row.intent === 'created'
        ? isSettled(contractStatus.parse(row.status))
        : now.getTime() - Date.parse(row.created_at) > ABANDONED_AFTER_MS;
    const claimed = await appContext.store
      .updateTable('contracts')
      .set({ check_after: isFinished ? NEVER_DUE : new Date(now.getTime() + delayMs).toISOString() })
      .where('id', '=', row.id)
      // Another process may have been quicker.
      .where('check_after', '=', row.check_after)
      .executeTakeFirst();
    if (isFinished || !claimed.numUpdatedRows) continue;
    if (row.intent === 'created') await refreshContract(appContext, row.id);
    else if (row.lease_until <= now.toISOString())
      await resolveOutcome(appContext, row.id, row.partner, row.environment);
  }
  return due.length;
}

/** After every instant, as text. */
const NEVER_DUE = '9999-12-31T00:00:00.000Z';

async function resolveOutcome(appContext: AppContext, id: string, partner: string, environment: string): Promise<void> {
  const access = appContext.partners.access(partner, environment === 'live' ? 'live' : 'test');
  if (!access) return;
  try {
    const upstreamContract = await appContext.mscClient(access).contracting.contractByReference(id);
    if (upstreamContract) await completeRequest(appContext, id, upstreamContract);
  } catch (error) {
    const level = error instanceof MscRejectedError ? 'error' : 'warn';
    appContext.log[level]('contract_outcome_unresolved', {
      contract: id,
      partner,
      environment,
      error: describeError(error),
    });
  }
}
