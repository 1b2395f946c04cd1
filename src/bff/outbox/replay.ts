import type { AppContext } from '../app-context.ts';

/** How many days events are stored and can be replayed. */
export const REPLAY_DAYS = 30;

/** Which events are redelivered, and to which endpoints; all of them by default. */
export interface ReplayFilter {
  /** The endpoint's ID, see `listEndpoints`. */
  readonly endpoint?: string | undefined;
  /** ISO 8601 instant; events from the last `REPLAY_DAYS` days by default. */
  readonly since?: string | undefined;
  /** The event's ID, which receivers get in the header `webhook-id`. */
  readonly event?: string | undefined;
}

type OutboxContext = Pick<AppContext, 'store' | 'partners'>;

/**
 * Redelivers a site's events to its declared endpoints, and enables those that are disabled. Events keep their IDs, so
 * that receivers can recognize duplicates.
 *
 * @returns the number of deliveries that will be made
 * @example await replay(appContext, 'pk_live_lonestar', { endpoint: '5f0c…' })
 */
export const replay = (
  { store, partners, now: clock }: OutboxContext & Pick<AppContext, 'now'>,
  siteKey: string,
  filter: ReplayFilter = {},
): Promise<number> =>
  store.transaction().execute(async (transaction) => {
    const now = clock();
    const at = now.toISOString();
    const since = filter.since ?? new Date(now.getTime() - REPLAY_DAYS * 24 * 60 * 60_000).toISOString();
    const endpoints = (partners.sites.get(siteKey)?.webhooks ?? [])
      .map(({ id }) => id)
      .filter((id) => filter.endpoint === undefined || id === filter.endpoint);
    if (!endpoints.length) return 0;
    await transaction
      .deleteFrom('disabled_endpoints')
      .where('site_key', '=', siteKey)
      .where('endpoint', 'in', endpoints)
      .execute();
    let query = transaction
      .selectFrom('outbox_events')
      .select('id')
      .where('site_key', '=', siteKey)
      .where('created_at', '>=', since)
      .where('addressed_at', 'is not', null);
    if (filter.event !== undefined) query = query.where('id', '=', filter.event);
    let count = 0;
    for (const { id } of await query.execute()) {
      for (const endpoint of endpoints) {
        const pendingDelivery = { state: 'pending', attempts: 0, begun_at: at, due_at: at } as const;
        await transaction
          .insertInto('deliveries')
          .values({ event_id: id, endpoint, site_key: siteKey, ...pendingDelivery })
          .onConflict((conflict) => conflict.columns(['event_id', 'endpoint']).doUpdateSet(pendingDelivery))
          .execute();
        count++;
      }
    }
    return count;
  });

/** The state of one endpoint, without its URL, which may contain a secret. */
export interface EndpointState {
  readonly id: string;
  readonly host: string;
  readonly disabledAt?: string;
  readonly deliveries: Readonly<Record<string, number>>;
}

export async function listEndpoints(
  { store, partners }: OutboxContext,
  siteKey: string,
): Promise<readonly EndpointState[]> {
  const disabled = await store.selectFrom('disabled_endpoints').selectAll().where('site_key', '=', siteKey).execute();
  const counts = await store
    .selectFrom('deliveries')
    .select(({ fn }) => ['endpoint', 'state', fn.countAll<number>().as('count')])
    .where('site_key', '=', siteKey)
    .groupBy(['endpoint', 'state'])
    .execute();
  return (partners.sites.get(siteKey)?.webhooks ?? []).map(({ id, url }) => {
    const disabledAt = disabled.find(({ endpoint }) => endpoint === id)?.disabled_at;
    const own = counts.filter(({ endpoint }) => endpoint === id);
    return {
      id,
      host: new URL(url).host,
      ...(disabledAt === undefined ? {} : { disabledAt }),
      deliveries: Object.fromEntries(own.map(({ state, count }) => [state, Number(count)])),
    };
  });
}
