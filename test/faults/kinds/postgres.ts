import { Client } from 'pg';
import { findPostgres } from '../../../scripts/find-postgres.ts';
import { startPostgres } from '../../throw-away-postgres.ts';
import type { Fault } from '../fault.ts';
import { checkInvariants } from '../invariants.ts';
import { openStage, type Stage } from '../stage.ts';
import { killCreations, killWebhooks } from './kills.ts';

/** A fault of a server whose store is PostgreSQL, a throw-away one; `ask` is somebody else at the same database. */
const onPostgres = (
  name: string,
  happen: (stage: Stage, ask: (statement: string) => Promise<unknown>) => Promise<string>,
): Fault => ({
  name: `${name}, on PostgreSQL`,
  onlyLong: true,
  async run(length, tally) {
    if (!findPostgres()) return 'not done: PostgreSQL is not installed here';
    const postgres = await startPostgres();
    const other = new Client({ connectionString: postgres.url });
    other.on('error', () => {});
    await other.connect();
    const stage = await openStage({ length, tally, databaseUrl: postgres.url });
    try {
      const seen = await happen(stage, (statement) => other.query(statement));
      await checkInvariants(stage);
      return seen;
    } finally {
      await stage.close();
      await other.end();
      await postgres.stop();
    }
  },
});

const cutAll = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'commercial-shopper'";

export const postgresFaults: readonly Fault[] = [
  onPostgres('kill -9 at each step of making a contract', killCreations),
  onPostgres('kill -9 at each step of taking a webhook', killWebhooks),
  onPostgres('every connection to the store is cut, again and again, while customers buy', async (stage, ask) => {
    const seen = new Set<string>();
    for (let time = 0; time < 20; time++) {
      const customers = await Promise.all([stage.customer(), stage.customer(), stage.customer()]);
      await Promise.all(customers.map((customer) => customer.look()));
      const sending = Promise.all(customers.map((customer) => customer.send()));
      for (let cut = 0; cut < 3; cut++) await ask(cutAll);
      stage.injected(3);
      for (const { status, code } of await sending) seen.add(code ?? String(status));
      // What the broken one held is free when its lease is over.
      await stage.shiftClocks(46_000);
      await Promise.all(customers.map((customer) => customer.insist()));
      await stage.shiftClocks(0);
    }
    return `${[...seen].sort().join(', ')}; the same key then 201`;
  }),
  onPostgres('another process locks the contracts', async (stage, ask) => {
    const customer = await stage.customer();
    await customer.look();
    await ask('begin');
    await ask('lock table contracts in exclusive mode');
    stage.injected();
    const { status, code, milliseconds } = await customer.send();
    await ask('rollback');
    return `${status} ${code} after ${(milliseconds / 1000).toFixed(1)} s; the same key then 201`;
  }),
];
