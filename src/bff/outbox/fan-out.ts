import type { AppContext } from '../app-context.ts';
import { isoAfter } from '../store/locks.ts';

const FAN_OUT_BATCH_SIZE = 500;
/**
 * How long an event or a delivery waits for a site or an endpoint that is not in this process's configuration. Another
 * process may already have reloaded a `partners.yaml` that contains it, or an operator may have removed it by mistake.
 */
export const UNKNOWN_TARGET_WAIT_MS = 24 * 60 * 60_000;

/** Creates a delivery to each endpoint of a site for each new event, if the site is in this process's configuration. */
export const fanOutEvents = ({
  store,
  partners,
  now: clock,
}: Pick<AppContext, 'store' | 'partners' | 'now'>): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const now = clock().toISOString();
    const knownSites = [...partners.sites.keys()];
    const waitedSince = isoAfter(clock(), -UNKNOWN_TARGET_WAIT_MS);
    const newEvents = await transaction
      .updateTable('outbox_events')
      .set({ addressed_at: now })
      .where('addressed_at', 'is', null)
      .where('id', 'in', (query) =>
        query
          .selectFrom('outbox_events')
          .select('id')
          .where('addressed_at', 'is', null)
          .where((event) =>
            event.or([
              event('created_at', '<=', waitedSince),
              ...(knownSites.length ? [event('site_key', 'in', knownSites)] : []),
            ]),
          )
          .limit(FAN_OUT_BATCH_SIZE),
      )
      .returning(['id', 'site_key'])
      .execute();
    if (!newEvents.length) return;
    const disabled = await transaction.selectFrom('disabled_endpoints').select(['site_key', 'endpoint']).execute();
    const disabledEndpoints = new Set(disabled.map(({ site_key, endpoint }) => `${site_key} ${endpoint}`));
    for (const { id: event_id, site_key } of newEvents) {
      for (const { id: endpoint } of partners.sites.get(site_key)?.webhooks ?? []) {
        if (disabledEndpoints.has(`${site_key} ${endpoint}`)) continue;
        await transaction
          .insertInto('deliveries')
          .values({ event_id, endpoint, site_key, state: 'pending', attempts: 0, begun_at: now, due_at: now })
          .onConflict((conflict) => conflict.columns(['event_id', 'endpoint']).doNothing())
          .execute();
      }
    }
  });
