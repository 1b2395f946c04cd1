import type { Deps } from '../deps.ts';
import type { Reading } from './metrics.ts';

/** Registers what is found out by looking: what waits in the store and for how long, open streams, how old keys are. */
export const watchStore = (deps: Deps): void => {
  const { metrics, store } = deps;
  const age = (since: string | null | undefined): number =>
    since ? Math.max(0, (deps.now().getTime() - Date.parse(since)) / 1000) : 0;
  /** Two figures of one thing: how many there are, and how old the oldest is. */
  const waiting = (
    name: string,
    what: string,
    find: () => Promise<{ readonly count: number | string | bigint; readonly oldest: string | null } | undefined>,
  ): void => {
    metrics.gauge(name, what, [], async () => [{ value: Number((await find())?.count ?? 0) }]);
    metrics.gauge(`${name}_oldest_seconds`, `Age of the oldest: ${what}`, [], async () => [
      { value: age((await find())?.oldest) },
    ]);
  };
  waiting('shopper_contracts_unknown', 'Contracts of which it is not known whether they were made', () =>
    store
      .selectFrom('contracts')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
      .where('intent', '=', 'pending')
      .where('lease_until', '<=', deps.now().toISOString())
      .executeTakeFirst(),
  );
  waiting('shopper_outbox_pending', 'Webhooks that a site owner has not taken yet', () =>
    store
      .selectFrom('deliveries')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('begun_at').as('oldest')])
      .where('state', '=', 'pending')
      .executeTakeFirst(),
  );
  waiting('shopper_outbox_unaddressed', 'Events that nobody has addressed to their endpoints yet', () =>
    store
      .selectFrom('outbox_events')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
      .where('addressed_at', 'is', null)
      .executeTakeFirst(),
  );
  waiting('shopper_inbox_unmatched', 'Webhooks of contracts that nobody here has made', () =>
    store
      .selectFrom('webhook_inbox')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('received_at').as('oldest')])
      .where('contract_id', 'is', null)
      .executeTakeFirst(),
  );
  metrics.gauge('shopper_outbox_given_up', 'Webhooks that were given up after 72 hours', [], async () => {
    const found = await store
      .selectFrom('deliveries')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('state', '=', 'given_up')
      .executeTakeFirst();
    return [{ value: Number(found?.count ?? 0) }];
  });
  metrics.gauge('shopper_streams', 'Event streams that are open', [], async () => [{ value: deps.streams.count() }]);
  metrics.gauge(
    'shopper_key_age_seconds',
    'Since a key’s file was written; what stands in the environment has no age',
    ['key', 'partner', 'environment'],
    async () =>
      deps.keyAges().map(
        ({ key, partner = '', environment = '', changedAt }): Reading => ({
          labels: { key, partner, environment },
          value: age(changedAt.toISOString()),
        }),
      ),
  );
};
