import type { AppContext } from '../app-context.ts';
import type { Store } from '../store/tables.ts';
import { deleteExpired } from './retention.ts';

const HOUR_MS = 60 * 60_000;
/** How far the wall clock may move against the monotonic clock between two runs. */
const MAX_DRIFT_MS = HOUR_MS;
/** Maximum age of the last evidence that the clock is right. */
const MAX_EVIDENCE_AGE_MS = 24 * HOUR_MS;
const STATE_ID = 1;

/**
 * Creates the retention job. It deletes nothing while the wall clock may be wrong, because a clock that is a month
 * ahead would make everything look expired. The clock may be wrong in these cases:
 *
 * - if the wall clock has moved more than an hour against the monotonic clock since the last run;
 * - if `now` is more than a day after the last evidence that the clock is right: the previous run that passed both
 *   checks, or the last webhook, whose signed timestamp must be within five minutes of our clock.
 *
 * After a correct clock change, or a day without a server, the next webhook makes the job run again. So does the
 * operator's confirmation (`confirmClock`).
 *
 * @param evidenceYears see `deleteExpired`
 * @param monotonicNow milliseconds, unaffected by changes of the wall clock
 */
export function createRetentionJob(
  appContext: Pick<AppContext, 'store' | 'now' | 'log' | 'metrics'>,
  evidenceYears?: number,
  monotonicNow: () => number = () => performance.now(),
): () => Promise<void> {
  const { store, log, metrics } = appContext;
  let last = { wall: appContext.now().getTime(), monotonic: monotonicNow() };
  return async () => {
    const now = appContext.now();
    const current = { wall: now.getTime(), monotonic: monotonicNow() };
    const driftMs = current.wall - last.wall - (current.monotonic - last.monotonic);
    last = current;
    const refusal = Math.abs(driftMs) > MAX_DRIFT_MS ? 'clock_moved' : await checkEvidence(store, now);
    if (refusal) {
      log.error('retention_refused', { code: refusal });
      metrics.retentionRefused();
      return;
    }
    await confirmClock(store, now);
    await deleteExpired({ store, now: () => now }, evidenceYears);
  };
}

/** @returns why the clock is not trusted, or undefined */
async function checkEvidence(store: Store, now: Date): Promise<'no_recent_evidence' | undefined> {
  const evidence = await lastEvidence(store);
  // A store without any rows has nothing to delete.
  if (evidence === undefined) return undefined;
  return now.getTime() - Date.parse(evidence) > MAX_EVIDENCE_AGE_MS ? 'no_recent_evidence' : undefined;
}

async function lastEvidence(store: Store): Promise<string | undefined> {
  const state = await store
    .selectFrom('retention_state')
    .select('trusted_at')
    .where('id', '=', STATE_ID)
    .executeTakeFirst();
  const webhook = await store
    .selectFrom('webhook_inbox')
    .select(({ fn }) => fn.max('received_at').as('at'))
    .executeTakeFirst();
  const known = [state?.trusted_at, webhook?.at].filter((at) => at !== undefined && at !== null);
  if (known.length) return known.sort().at(-1);
  // On the first run with a store from an older version, there is no such evidence yet.
  const contract = await store
    .selectFrom('contracts')
    .select(({ fn }) => fn.max('updated_at').as('at'))
    .executeTakeFirst();
  return contract?.at ?? undefined;
}

/** Records that the clock is right at `now`: after a run that passed the checks, or because the operator says so. */
export async function confirmClock(store: Store, now: Date): Promise<void> {
  const trusted_at = now.toISOString();
  await store
    .insertInto('retention_state')
    .values({ id: STATE_ID, trusted_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ trusted_at }))
    .execute();
}
