import type { AppContext } from '../app-context.ts';
import type { Sample } from './metrics.ts';

export function registerGauges(
  appContext: Pick<AppContext, 'keyAges' | 'metrics' | 'now' | 'store' | 'streamLimiter'>,
): void {
  const { metrics, store } = appContext;
  const ageInSeconds = (timestamp: string | null | undefined): number =>
    timestamp ? Math.max(0, (appContext.now().getTime() - Date.parse(timestamp)) / 1000) : 0;
  const registerBacklog = (
    name: string,
    description: string,
    query: () => Promise<{ readonly count: number | string | bigint; readonly oldest: string | null } | undefined>,
  ): void => {
    let running: ReturnType<typeof query> | undefined;
    // A scrape collects all gauges simultaneously, so the second gauge uses the query of the first.
    const read = (): ReturnType<typeof query> => {
      running ??= query().finally(() => {
        running = undefined;
      });
      return running;
    };
    metrics.gauge(name, description, [], async () => [{ value: Number((await read())?.count ?? 0) }]);
    metrics.gauge(`${name}_oldest_seconds`, `Age of the oldest: ${description}`, [], async () => [
      { value: ageInSeconds((await read())?.oldest) },
    ]);
  };
  registerBacklog('shopper_contracts_outcome_unknown', 'Contracts with an unknown outcome', () =>
    store
      .selectFrom('contracts')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
      .where('intent', '=', 'pending')
      .where('lease_until', '<=', appContext.now().toISOString())
      .executeTakeFirst(),
  );
  registerBacklog('shopper_outbox_pending', 'Webhooks that have not been delivered yet', () =>
    store
      .selectFrom('deliveries')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('begun_at').as('oldest')])
      .where('state', '=', 'pending')
      .executeTakeFirst(),
  );
  registerBacklog('shopper_outbox_undispatched', 'Events without deliveries yet', () =>
    store
      .selectFrom('outbox_events')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
      .where('addressed_at', 'is', null)
      .executeTakeFirst(),
  );
  registerBacklog('shopper_webhook_inbox_unmatched', 'Received webhooks for unknown contracts', () =>
    store
      .selectFrom('webhook_inbox')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('received_at').as('oldest')])
      .where('contract_id', 'is', null)
      .executeTakeFirst(),
  );
  metrics.gauge('shopper_outbox_exhausted', 'Webhooks that were not delivered within 72 hours', [], async () => {
    const found = await store
      .selectFrom('deliveries')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('state', '=', 'given_up')
      .executeTakeFirst();
    return [{ value: Number(found?.count ?? 0) }];
  });
  metrics.gauge('shopper_webhook_endpoints_disabled', 'Endpoints that responded 410', [], async () => {
    const found = await store
      .selectFrom('disabled_endpoints')
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirst();
    return [{ value: Number(found?.count ?? 0) }];
  });
  metrics.gauge('shopper_event_streams', 'Open event streams', [], async () => [
    { value: appContext.streamLimiter.count() },
  ]);
  metrics.gauge(
    'shopper_key_age_seconds',
    'Age of keys that are mounted as files',
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
