import { MscRefusedError } from '../../upstreams/msc/errors/refused.ts';
import { contractStatus } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import { settleIntent } from './create.ts';
import { quietFor } from './quiet.ts';
import { refreshContract } from './refresh.ts';
import { isSettled } from './status.ts';

/** Asked about at a time: a backlog is worked off over several rounds, not in one burst upon the upstream. */
const atATime = 20;
/** An intent nobody came back for is asked about for so long; then it is left to whoever sends its key again. */
const forgottenMilliseconds = 24 * 60 * 60_000;

/**
 * One round of finishing what a crash or a lost webhook left behind: contracts that have been quiet too long are asked for,
 * and intents whose answer was lost are looked up by our reference. Never creates anything.
 *
 * @param signal ends the round after the contract it is at
 * @returns how many were due
 * @example setInterval(() => void reconcile(deps), 30_000)
 */
export const reconcile = async (deps: Deps, signal?: AbortSignal): Promise<number> => {
  const now = deps.now();
  const due = await deps.store
    .selectFrom('contracts')
    .selectAll()
    .where('check_after', '<=', now.toISOString())
    .where('intent', 'in', ['pending', 'created'])
    .orderBy('check_after')
    .limit(atATime)
    .execute();
  for (const row of due) {
    if (signal?.aborted) break;
    // First the next time, so that one that always fails cannot hold up the rest.
    const wait = quietFor(now.getTime() - Date.parse(row.updated_at));
    const over =
      row.intent === 'created'
        ? isSettled(contractStatus.parse(row.status))
        : now.getTime() - Date.parse(row.created_at) > forgottenMilliseconds;
    const taken = await deps.store
      .updateTable('contracts')
      .set({ check_after: over ? never : new Date(now.getTime() + wait).toISOString() })
      .where('id', '=', row.id)
      // Another process may have been quicker.
      .where('check_after', '=', row.check_after)
      .executeTakeFirst();
    if (over || !taken.numUpdatedRows) continue;
    if (row.intent === 'created') await refreshContract(deps, row.id);
    else if (row.lease_until <= now.toISOString()) await findLost(deps, row.id, row.partner, row.environment);
  }
  return due.length;
};

/** After every instant, as text. */
const never = '9999-12-31T00:00:00.000Z';

const findLost = async (deps: Deps, id: string, partner: string, environment: string): Promise<void> => {
  const access = deps.partners.access(partner, environment === 'live' ? 'live' : 'test');
  if (!access) return;
  try {
    const made = await deps.msc(access).contracting.contractByReference(id);
    if (made) await settleIntent(deps, id, made);
  } catch (error) {
    const level = error instanceof MscRefusedError ? 'error' : 'warn';
    deps.log[level]('intent_not_settled', { contract: id, partner, environment, error: describeError(error) });
  }
};
