import type { AppContext } from '../app-context.ts';

/** How many days events are stored and can be replayed. */
export const REPLAY_DAYS = 30;

/**
 * Redelivers a site's events from the last `days` days to every declared endpoint, including disabled ones. Events keep
 * their IDs, so that receivers can recognize duplicates.
 *
 * @returns the number of deliveries that will be made
 */
export const replay = (
  { store, partners, now: clock }: Pick<AppContext, 'store' | 'partners' | 'now'>,
  siteKey: string,
  days = REPLAY_DAYS,
): Promise<number> =>
  store.transaction().execute(async (transaction) => {
    const now = clock();
    const at = now.toISOString();
    const since = new Date(now.getTime() - days * 24 * 60 * 60_000).toISOString();
    await transaction.deleteFrom('disabled_endpoints').where('site_key', '=', siteKey).execute();
    const events = await transaction
      .selectFrom('outbox_events')
      .select('id')
      .where('site_key', '=', siteKey)
      .where('created_at', '>=', since)
      .where('addressed_at', 'is not', null)
      .execute();
    let count = 0;
    for (const { id } of events) {
      for (const { id: endpoint } of partners.sites.get(siteKey)?.webhooks ?? []) {
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
