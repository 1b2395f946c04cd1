import type { AppContext } from '../app-context.ts';
import type { Sample } from './metrics.ts';

/** Registers what is found out by looking: what waits in the store and for how long, open streams, how old keys are. */
export function registerGauges(appContext: AppContext): void {
  const { metrics, store } = appContext;
  const ageInSeconds = (timestamp: string | null | undefined): number =>
    timestamp ? Math.max(0, (appContext.now().getTime() - Date.parse(timestamp)) / 1000) : 0;
  /** Two figures of one thing: how many there are, and how old the oldest is. */
  const registerBacklog = (
    name: string,
    description: string,
    query: () => Promise<{ readonly count: number | string | bigint; readonly oldest: string | null } | undefined>,
  ): void => {
    metrics.gauge(name, description, [], async () => [{ value: Number((await query())?.count ?? 0) }]);
    metrics.gauge(`${name}_oldest_seconds`, `Age of the oldest: ${description}`, [], async () => [
      { value: ageInSeconds((await query())?.oldest) },
    ]);
  };
  registerBacklog(
    'shopper_contracts_outcome_unknown',
    'Contracts of which it is not known whether they were made',
    () =>
      store
        .selectFrom('contracts')
        .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
        .where('intent', '=', 'pending')
        .where('lease_until', '<=', appContext.now().toISOString())
        .executeTakeFirst(),
  );
  registerBacklog('shopper_outbox_pending', 'Webhooks that a site owner has not taken yet', () =>
    store
      .selectFrom('deliveries')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('begun_at').as('oldest')])
      .where('state', '=', 'pending')
      .executeTakeFirst(),
  );
  registerBacklog('shopper_outbox_undispatched', 'Events that nobody has addressed to their endpoints yet', () =>
    store
      .selectFrom('outbox_events')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
      .where('addressed_at', 'is', null)
      .executeTakeFirst(),
  );
  registerBacklog('shopper_webhook_inbox_unmatched', 'Webhooks of contracts that nobody here has made', () =>
    store
      .selectFrom('webhook_inbox')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('received_at').as('oldest')])
      .where('contract_id', 'is', null)
      .executeTakeFirst(),
  );
  metrics.gauge('shopper_outbox_exhausted', 'Webhooks that were given up after 72 hours', [], async () => {
    const found = await store
      .selectFrom('deliveries')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('state', '=', 'given_up')
      .executeTakeFirst();
    return [{ value: Number(found?.count ?? 0) }];
  });
  metrics.gauge('shopper_event_streams', 'Event streams that are open', [], async () => [
    { value: appContext.streamLimiter.count() },
  ]);
  metrics.gauge(
    'shopper_key_age_seconds',
    'Since a key’s file was written; what stands in the environment has no age',
    ['key', 'partner', 'environment'],
    async () =>
      appContext.keyAges().map(
        ({ key, partner = '', environment = '', changedAt }): Sample => ({
          labels: { key, partner, environment },
          value: ageInSeconds(changedAt.toISOString()),
        }),
      ),
  );
}
