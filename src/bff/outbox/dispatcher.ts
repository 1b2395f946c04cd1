import { sql } from 'kysely';
import type { AppContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import type { WebhookEndpoint } from '../partners/site.ts';
import { isoAfter } from '../store/locks.ts';
import { fanOutEvents, UNKNOWN_TARGET_WAIT_MS } from './fan-out.ts';
import { type Attempt, nextAttempt, postWebhook } from './post-webhook.ts';

/**
 * The lease of a delivery, which is longer than an attempt can take. If the process dies, the delivery is due again
 * after this time.
 */
const LEASE_MS = 60_000;
/**
 * Maximum attempts per round, and maximum concurrent attempts per endpoint, so that a slow endpoint does not block the
 * others.
 */
const BATCH_SIZE = 100;
const MAX_PER_ENDPOINT = 20;

/** How long a round waits for its attempts. Slow attempts continue during the following rounds. */
const ROUND_TIMEOUT_MS = 2_000;

/** Attempts in progress, including those of earlier rounds. */
export interface InFlight {
  /** Number of attempts by endpoint. */
  readonly counts: Map<string, number>;
  readonly attempts: Set<Promise<unknown>>;
}

/** Creates an empty set of attempts, to be shared by all rounds of one process. */
export const createInFlight = (): InFlight => ({ counts: new Map(), attempts: new Set() });

type DispatcherContext = Pick<AppContext, 'store' | 'partners' | 'log' | 'now'>;
export type PostWebhook = typeof postWebhook;

/**
 * Runs one round of webhook delivery: creates deliveries for new events, then attempts the deliveries that are due.
 * Delivery is at least once, in any order. Several processes may run rounds concurrently.
 *
 * @param inFlight attempts in progress. If present, a round ends without waiting for slow endpoints, and their attempts
 * continue
 * @returns the number of attempts that were made or are in progress
 */
export async function dispatchDue(
  appContext: DispatcherContext,
  signal?: AbortSignal,
  post: PostWebhook = postWebhook,
  inFlight?: InFlight,
): Promise<number> {
  await fanOutEvents(appContext);
  const now = appContext.now().toISOString();
  const ranked = appContext.store
    .selectFrom('deliveries')
    .selectAll()
    .select(sql<number>`row_number() over (partition by site_key, endpoint order by due_at)`.as('place'))
    .where('state', '=', 'pending')
    .where('due_at', '<=', now);
  const { counts, attempts } = inFlight ?? createInFlight();
  const fullEndpoints = [...counts].filter(([, count]) => count >= MAX_PER_ENDPOINT).map(([key]) => key);
  const endpointKey = sql<string>`ranked.site_key || ' ' || ranked.endpoint`;
  const due = await appContext.store
    .selectFrom(ranked.as('ranked'))
    .innerJoin('outbox_events', 'outbox_events.id', 'ranked.event_id')
    .select(['event_id', 'endpoint', 'ranked.site_key', 'attempts', 'begun_at', 'due_at', 'body'])
    .where('place', '<=', MAX_PER_ENDPOINT)
    // Deliveries to busy endpoints must not take the slots of others.
    .$if(fullEndpoints.length > 0, (query) => query.where(endpointKey, 'not in', fullEndpoints))
    .orderBy('place')
    .orderBy('due_at')
    .limit(BATCH_SIZE)
    .execute();
  let attempted = 0;
  const round = Promise.all(
    due.map(async (delivery) => {
      const key = `${delivery.site_key} ${delivery.endpoint}`;
      const endpointCount = counts.get(key) ?? 0;
      if (signal?.aborted || endpointCount >= MAX_PER_ENDPOINT) return;
      counts.set(key, endpointCount + 1);
      const attemptPromise = processDelivery(appContext, delivery, signal, post).finally(() => {
        counts.set(key, (counts.get(key) ?? 1) - 1);
        attempts.delete(attemptPromise);
      });
      attempts.add(attemptPromise);
      if (await attemptPromise) attempted += 1;
    }),
  );
  if (!inFlight) {
    await round;
    return attempted;
  }
  round.catch((error: unknown) =>
    appContext.log.error('background_job_failed', { job: 'dispatch_webhooks', error: describeError(error) }),
  );
  await Promise.race([round.catch(() => {}), new Promise((done) => setTimeout(done, ROUND_TIMEOUT_MS).unref())]);
  return attempted + attempts.size;
}

/** @returns whether an attempt was made */
async function processDelivery(
  appContext: DispatcherContext,
  delivery: Delivery,
  signal: AbortSignal | undefined,
  post: PostWebhook,
): Promise<boolean> {
  if (!(await claim(appContext, delivery))) return false;
  const endpoint = endpointsOf(appContext, delivery.site_key).find(({ id }) => id === delivery.endpoint);
  if (endpoint) await attempt(appContext, delivery, endpoint, signal, post);
  else if (delivery.begun_at <= isoAfter(appContext.now(), -UNKNOWN_TARGET_WAIT_MS))
    await setState(appContext, delivery, 'removed');
  else await uncountAttempt(appContext, delivery);
  return endpoint !== undefined;
}

/** The delivery is due again when its lease expires. */
const uncountAttempt = ({ store }: DispatcherContext, { event_id, endpoint, attempts }: Delivery) =>
  store
    .updateTable('deliveries')
    .set({ attempts })
    .where('event_id', '=', event_id)
    .where('endpoint', '=', endpoint)
    .where('state', '=', 'pending')
    .execute();

interface Delivery {
  readonly event_id: string;
  readonly endpoint: string;
  readonly site_key: string;
  readonly attempts: number;
  readonly begun_at: string;
  readonly due_at: string;
  readonly body: string;
}

const endpointsOf = ({ partners }: DispatcherContext, siteKey: string): readonly WebhookEndpoint[] =>
  partners.sites.get(siteKey)?.webhooks ?? [];

/**
 * Leases a delivery for the duration of an attempt.
 *
 * @returns false if another process has already leased it
 */
async function claim(
  { store, now }: DispatcherContext,
  { event_id, endpoint, attempts, due_at }: Delivery,
): Promise<boolean> {
  const claimed = await store
    .updateTable('deliveries')
    .set({ attempts: attempts + 1, due_at: new Date(now().getTime() + LEASE_MS).toISOString() })
    .where('event_id', '=', event_id)
    .where('endpoint', '=', endpoint)
    .where('state', '=', 'pending')
    .where('due_at', '=', due_at)
    .executeTakeFirst();
  return Boolean(claimed.numUpdatedRows);
}

async function attempt(
  appContext: DispatcherContext,
  delivery: Delivery,
  endpoint: WebhookEndpoint,
  signal: AbortSignal | undefined,
  post: PostWebhook,
): Promise<void> {
  const { event_id, site_key, body, attempts, begun_at } = delivery;
  const outcome: Attempt = await post(endpoint, { id: event_id, body }, appContext.now(), signal ? { signal } : {});
  const { status, reason, retryAfter } = outcome;
  const fields = { webhook: event_id, site: site_key, status, ...(reason ? { code: reason } : {}) };
  if (status >= 200 && status < 300) {
    await setState(appContext, delivery, 'delivered');
    return;
  }
  if (status === 410) {
    appContext.log.warn('webhook_endpoint_gone', fields);
    await disableEndpoint(appContext, delivery);
    return;
  }
  const next = nextAttempt(new Date(begun_at), appContext.now(), attempts + 1, retryAfter);
  if (!next) {
    appContext.log.error('webhook_exhausted', fields);
    await setState(appContext, delivery, 'given_up');
    return;
  }
  appContext.log.warn('webhook_delivery_failed', fields);
  await appContext.store
    .updateTable('deliveries')
    .set({ due_at: next.toISOString() })
    .where('event_id', '=', event_id)
    .where('endpoint', '=', delivery.endpoint)
    .where('state', '=', 'pending')
    .execute();
}

async function setState(
  { store }: DispatcherContext,
  { event_id, endpoint }: Delivery,
  state: 'delivered' | 'given_up' | 'removed',
): Promise<void> {
  await store
    .updateTable('deliveries')
    .set({ state })
    .where('event_id', '=', event_id)
    .where('endpoint', '=', endpoint)
    .execute();
}

/** Disables an endpoint that responded 410 Gone, until an operator replays its events. */
const disableEndpoint = ({ store, now }: DispatcherContext, { site_key, endpoint }: Delivery): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('disabled_endpoints')
      .values({ site_key, endpoint, disabled_at: now().toISOString() })
      .onConflict((conflict) => conflict.columns(['site_key', 'endpoint']).doNothing())
      .execute();
    await transaction
      .updateTable('deliveries')
      .set({ state: 'disabled' })
      .where('site_key', '=', site_key)
      .where('endpoint', '=', endpoint)
      .where('state', '=', 'pending')
      .execute();
  });
