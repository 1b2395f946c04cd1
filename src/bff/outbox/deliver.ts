import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import type { WebhookEndpoint } from './endpoint.ts';
import { nextAttempt } from './next-attempt.ts';
import { type Attempt, postWebhook } from './post-webhook.ts';

/** Longer than an attempt may take: who holds a delivery and dies gives it back then. */
const leaseMilliseconds = 60_000;
/** Attempts of one round: few to each endpoint, so that a slow one leaves room for the others. */
const atATime = 100;
const toEachEndpoint = 20;
/** New events that are looked at in one transaction. */
const addressedAtATime = 500;

/** How long a round waits for its attempts before the next may begin: what is slow goes on beside it. Milliseconds. */
const patience = 2_000;

/** Attempts under way, also of rounds before. */
export interface Flight {
  /** By endpoint, how many. */
  readonly counts: Map<string, number>;
  readonly attempts: Set<Promise<unknown>>;
}

export const createFlight = (): Flight => ({ counts: new Map(), attempts: new Set() });

type Parts = Pick<Deps, 'store' | 'partners' | 'log' | 'now'>;
/** Makes one attempt. */
export type Post = typeof postWebhook;

/**
 * One round of telling site owners: events are addressed to their site's endpoints, and deliveries that are due are tried. At
 * least once, in any order; several processes share the work.
 *
 * @param flight with it, a round does not wait for an endpoint that is slow: the attempt goes on beside the next rounds
 * @returns how many attempts were made, or are under way
 */
export const deliverDue = async (
  deps: Parts,
  signal?: AbortSignal,
  post: Post = postWebhook,
  flight?: Flight,
): Promise<number> => {
  await addressEvents(deps);
  const now = deps.now().toISOString();
  const ranked = deps.store
    .selectFrom('deliveries')
    .selectAll()
    .select(sql<number>`row_number() over (partition by site_key, endpoint order by due_at)`.as('place'))
    .where('state', '=', 'pending')
    .where('due_at', '<=', now);
  const due = await deps.store
    .selectFrom(ranked.as('ranked'))
    .innerJoin('outbox_events', 'outbox_events.id', 'ranked.event_id')
    .select(['event_id', 'endpoint', 'ranked.site_key', 'attempts', 'begun_at', 'due_at', 'body'])
    .where('place', '<=', toEachEndpoint)
    .orderBy('due_at')
    .limit(atATime)
    .execute();
  const { counts, attempts } = flight ?? createFlight();
  let made = 0;
  const working = Promise.all(
    due.map(async (delivery) => {
      const key = `${delivery.site_key} ${delivery.endpoint}`;
      const flying = counts.get(key) ?? 0;
      if (signal?.aborted || flying >= toEachEndpoint) return;
      counts.set(key, flying + 1);
      const attempting = attemptOne(deps, delivery, signal, post).finally(() => {
        counts.set(key, (counts.get(key) ?? 1) - 1);
        attempts.delete(attempting);
      });
      attempts.add(attempting);
      if (await attempting) made += 1;
    }),
  );
  if (!flight) {
    await working;
    return made;
  }
  working.catch((error: unknown) => deps.log.error('background_work_failed', { error: describeError(error) }));
  await Promise.race([working.catch(() => {}), new Promise((done) => setTimeout(done, patience).unref())]);
  return made + attempts.size;
};

/** @returns whether there was somebody to tell */
const attemptOne = async (
  deps: Parts,
  delivery: Delivery,
  signal: AbortSignal | undefined,
  post: Post,
): Promise<boolean> => {
  if (!(await claim(deps, delivery))) return false;
  const endpoint = endpointsOf(deps, delivery.site_key).find(({ id }) => id === delivery.endpoint);
  // Taken out of the file since: nobody wants it any more.
  if (endpoint) await attempt(deps, delivery, endpoint, signal, post);
  else await finish(deps, delivery, 'removed');
  return endpoint !== undefined;
};

interface Delivery {
  readonly event_id: string;
  readonly endpoint: string;
  readonly site_key: string;
  readonly attempts: number;
  readonly begun_at: string;
  readonly due_at: string;
  readonly body: string;
}

const endpointsOf = ({ partners }: Parts, siteKey: string): readonly WebhookEndpoint[] =>
  partners.sites.get(siteKey)?.webhooks ?? [];

/** Makes a delivery of each new event for each endpoint of its site. */
const addressEvents = ({ store, partners, now: clock }: Parts): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const now = clock().toISOString();
    const fresh = await transaction
      .updateTable('outbox_events')
      .set({ addressed_at: now })
      .where('addressed_at', 'is', null)
      .where('id', 'in', (query) =>
        query.selectFrom('outbox_events').select('id').where('addressed_at', 'is', null).limit(addressedAtATime),
      )
      .returning(['id', 'site_key'])
      .execute();
    if (!fresh.length) return;
    const disabled = await transaction.selectFrom('disabled_endpoints').select(['site_key', 'endpoint']).execute();
    const off = new Set(disabled.map(({ site_key, endpoint }) => `${site_key} ${endpoint}`));
    for (const { id: event_id, site_key } of fresh) {
      for (const { id: endpoint } of partners.sites.get(site_key)?.webhooks ?? []) {
        if (off.has(`${site_key} ${endpoint}`)) continue;
        await transaction
          .insertInto('deliveries')
          .values({ event_id, endpoint, site_key, state: 'pending', attempts: 0, begun_at: now, due_at: now })
          .onConflict((conflict) => conflict.columns(['event_id', 'endpoint']).doNothing())
          .execute();
      }
    }
  });

/** Holds a delivery for the time of an attempt; false when another process was quicker. */
const claim = async ({ store, now }: Parts, { event_id, endpoint, attempts, due_at }: Delivery): Promise<boolean> => {
  const claimed = await store
    .updateTable('deliveries')
    .set({ attempts: attempts + 1, due_at: new Date(now().getTime() + leaseMilliseconds).toISOString() })
    .where('event_id', '=', event_id)
    .where('endpoint', '=', endpoint)
    .where('state', '=', 'pending')
    .where('due_at', '=', due_at)
    .executeTakeFirst();
  return Boolean(claimed.numUpdatedRows);
};

const attempt = async (
  deps: Parts,
  delivery: Delivery,
  endpoint: WebhookEndpoint,
  signal: AbortSignal | undefined,
  post: Post,
): Promise<void> => {
  const { event_id, site_key, body, attempts, begun_at } = delivery;
  const outcome: Attempt = await post(endpoint, { id: event_id, body }, deps.now(), signal ? { signal } : {});
  const { status, reason, retryAfter } = outcome;
  const fields = { webhook: event_id, site: site_key, status, ...(reason ? { code: reason } : {}) };
  if (status >= 200 && status < 300) {
    await finish(deps, delivery, 'delivered');
    return;
  }
  if (status === 410) {
    deps.log.warn('webhook_endpoint_gone', fields);
    await disable(deps, delivery);
    return;
  }
  const next = nextAttempt(new Date(begun_at), deps.now(), attempts + 1, retryAfter);
  if (!next) {
    deps.log.error('webhook_given_up', fields);
    await finish(deps, delivery, 'given_up');
    return;
  }
  deps.log.warn('webhook_not_delivered', fields);
  await deps.store
    .updateTable('deliveries')
    .set({ due_at: next.toISOString() })
    .where('event_id', '=', event_id)
    .where('endpoint', '=', delivery.endpoint)
    .where('state', '=', 'pending')
    .execute();
};

const finish = async (
  { store }: Parts,
  { event_id, endpoint }: Delivery,
  state: 'delivered' | 'given_up' | 'removed',
): Promise<void> => {
  await store
    .updateTable('deliveries')
    .set({ state })
    .where('event_id', '=', event_id)
    .where('endpoint', '=', endpoint)
    .execute();
};

/** "Gone" is meant to last: nothing more goes there until an operator replays. */
const disable = ({ store, now }: Parts, { site_key, endpoint }: Delivery): Promise<void> =>
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
