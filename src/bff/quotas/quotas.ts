import type { Keys } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { QuotaLimits } from '../partners/site.ts';
import { advisoryLock, isoAfter, MAX_CLOCK_DIFFERENCE_MS } from '../store/locks.ts';
import type { Store } from '../store/tables.ts';
import {
  type Counter,
  countersFor,
  DAY_MS,
  limitsOf,
  type QuotaAction,
  type QuotaCaller,
  type QuotaUse,
} from './counters.ts';

export type Consumed = readonly {
  readonly key: string;
  readonly window_start: string;
  readonly isRecipient: boolean;
}[];

/**
 * Durable limits on actions that send email or create something upstream. Rate limits protect the server; quotas
 * protect the recipients, the upstreams and the broker's reputation. Actions are counted in the store, so that
 * restarts, further processes and fresh sessions do not reset them.
 */
export interface Quotas {
  /**
   * Counts an action against all its limits, or against none if one of them is reached. Call it in the transaction that
   * stores the intent and after every other lock, so that an intent is counted if and only if it is stored.
   *
   * @throws ProblemError quota_reached with the seconds to wait
   * @example await quotas.consume(transaction, caller, { action: 'authorization', recipients: [signer.email] })
   */
  consume(transaction: Store, caller: QuotaCaller, use: QuotaUse): Promise<Consumed>;
  /** Takes back all or some of the counts of `consume`, because nothing was sent or created. */
  refund(transaction: Store, consumed: Consumed): Promise<void>;
  /**
   * Takes back only the count for the recipient of an email, because the email was refused. The counts for the address
   * and the session remain, because they limit how often the site owner's server is called.
   */
  refundRecipient(transaction: Store, consumed: Consumed): Promise<void>;
  /**
   * Counts another action instead of the one that `consume` counted. If the other action has reached its limit, the
   * original counts remain, so that the number of refunds is limited too.
   *
   * @example await quotas.exchange(transaction, caller, { from: consumed, to: { action: 'refusedContract' } })
   */
  exchange(
    transaction: Store,
    caller: QuotaCaller,
    counts: { readonly from: Consumed; readonly to: QuotaUse },
  ): Promise<void>;
}

/** The dependencies of the quotas. `keys` is read for each use, because keys can be reloaded. */
interface QuotaContext {
  readonly keys: Keys;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

/** Older counters no longer count against any limit. */
export const MAX_QUOTA_AGE_MS = 2 * DAY_MS;
/** A window slides in this number of steps. */
const BUCKETS_PER_WINDOW = 24;

/**
 * Creates the quotas of one server.
 *
 * @param defaults the limits of sites that declare none
 */
export function createQuotas(quotaContext: QuotaContext, defaults: QuotaLimits): Quotas {
  return {
    async consume(transaction, caller, use) {
      const counted = await count(quotaContext, defaults, transaction, caller, use);
      if (!('reached' in counted)) return counted;
      const { reached } = counted;
      if (reached.some(({ counter }) => counter.isSiteCeiling)) reportSiteCeiling(quotaContext, caller, use.action);
      const seconds = Math.ceil(Math.max(...reached.map(({ retryAfterMs }) => retryAfterMs)) / 1000);
      throw new ProblemError('quota_reached', { retryAfter: seconds });
    },
    refund,
    refundRecipient: (transaction, consumed) =>
      refund(
        transaction,
        consumed.filter(({ isRecipient }) => isRecipient),
      ),
    async exchange(transaction, caller, { from, to }) {
      if (!('reached' in (await count(quotaContext, defaults, transaction, caller, to))))
        await refund(transaction, from);
    },
  };
}

interface Reached {
  readonly reached: readonly { readonly counter: Counter; readonly retryAfterMs: number }[];
}

async function count(
  quotaContext: QuotaContext,
  defaults: QuotaLimits,
  transaction: Store,
  caller: QuotaCaller,
  use: QuotaUse,
): Promise<Consumed | Reached> {
  const now = quotaContext.now();
  const counters = countersFor(quotaContext, limitsOf(caller.site, defaults), caller, use);
  // Locks the counters in a fixed order, so that two transactions cannot deadlock.
  for (const { key } of counters) await advisoryLock(transaction, `quota ${key}`);
  const buckets = await readBuckets(transaction, counters, now);
  const reached = counters.flatMap((counter) => {
    const retryAfterMs = waitMs(counter, buckets.get(counter.key) ?? [], now);
    return retryAfterMs > 0 ? [{ counter, retryAfterMs }] : [];
  });
  if (reached.length) return { reached };
  const rows = counters.map(({ key, windowMs, isRecipient = false }) => ({
    key,
    window_start: bucketStart(now, windowMs),
    isRecipient,
  }));
  await transaction
    .insertInto('quotas')
    .values(rows.map(({ key, window_start }) => ({ key, window_start, count: 1 })))
    .onConflict((conflict) =>
      conflict.columns(['key', 'window_start']).doUpdateSet(({ eb }) => ({ count: eb('quotas.count', '+', 1) })),
    )
    .execute();
  return rows;
}

async function refund(transaction: Store, consumed: Consumed): Promise<void> {
  for (const { key, window_start } of consumed) {
    await transaction
      .updateTable('quotas')
      .set(({ eb }) => ({ count: eb('count', '-', 1) }))
      .where('key', '=', key)
      .where('window_start', '=', window_start)
      .where('count', '>', 0)
      .execute();
  }
}

/** Deletes all counters, as the demo's control panel does. */
export async function resetQuotas(store: Store): Promise<void> {
  await store.deleteFrom('quotas').execute();
}

const bucketStart = (now: Date, windowMs: number): string => {
  const bucketMs = windowMs / BUCKETS_PER_WINDOW;
  return new Date(Math.floor(now.getTime() / bucketMs) * bucketMs).toISOString();
};

type Bucket = { readonly startMs: number; readonly count: number };

async function readBuckets(
  transaction: Store,
  counters: readonly Counter[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Bucket[]>> {
  const rows = await transaction
    .selectFrom('quotas')
    .selectAll()
    .where(
      'key',
      'in',
      counters.map(({ key }) => key),
    )
    .where('window_start', '>', isoAfter(now, -MAX_QUOTA_AGE_MS))
    // A clock that was ahead may have left later buckets.
    .where('window_start', '<=', isoAfter(now, MAX_CLOCK_DIFFERENCE_MS))
    .orderBy('window_start')
    .execute();
  return Map.groupBy(
    rows.map(({ key, window_start, count }) => ({ key, startMs: Date.parse(window_start), count: Number(count) })),
    ({ key }) => key,
  );
}

/**
 * Milliseconds until one more action is within the limit; 0 if it already is. A bucket counts until its last instant is
 * a whole window ago, so no window ever contains more than the limit.
 */
function waitMs({ limit, windowMs }: Counter, buckets: readonly Bucket[], now: Date): number {
  const lifetimeMs = windowMs + windowMs / BUCKETS_PER_WINDOW;
  const counted = buckets.filter(({ startMs }) => startMs + lifetimeMs > now.getTime());
  let total = counted.reduce((sum, { count }) => sum + count, 0);
  let wait = 0;
  for (const { startMs, count } of counted) {
    if (total < limit) break;
    total -= count;
    wait = startMs + lifetimeMs - now.getTime();
  }
  return wait;
}

function reportSiteCeiling(
  { log, metrics }: Pick<QuotaContext, 'log' | 'metrics'>,
  { site }: QuotaCaller,
  action: QuotaAction,
): void {
  log.error('site_quota_reached', {
    site: site.key,
    partner: site.partner,
    environment: site.environment,
    action,
  });
  metrics.siteQuotaReached(site.partner, site.environment, site.key, action);
}
