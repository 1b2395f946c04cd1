import { Client } from 'pg';
import { findPostgres } from '../../../scripts/find-postgres.ts';
import { startEphemeralPostgres } from '../../fixtures/ephemeral-postgres.ts';
import { createHarness, type Harness } from '../harness.ts';
import { checkInvariants } from '../invariants.ts';
import type { Scenario } from '../scenario.ts';
import { killContractCreation, killWebhooks } from './kill-9.ts';

/**
 * Injects a fault into a server with an ephemeral PostgreSQL store. `query` uses a separate connection to the same
 * database.
 */
export const definePostgresScenario = (
  name: string,
  inject: (harness: Harness, query: (statement: string) => Promise<unknown>) => Promise<string>,
): Scenario => ({
  name: `${name}, on PostgreSQL`,
  isLongRunOnly: true,
  async run(length, counters) {
    if (!findPostgres()) return 'skipped: PostgreSQL is not installed';
    const postgres = await startEphemeralPostgres();
    const other = new Client({ connectionString: postgres.url });
    other.on('error', () => {});
    await other.connect();
    const harness = await createHarness({ length, counters, databaseUrl: postgres.url });
    try {
      const outcome = await inject(harness, (statement) => other.query(statement));
      await checkInvariants(harness);
      return outcome;
    } finally {
      await harness.close();
      await other.end();
      await postgres.stop();
    }
  },
});

const TERMINATE_ALL_CONNECTIONS =
  "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'commercial-shopper'";

export const postgresScenarios: readonly Scenario[] = [
  definePostgresScenario('kill -9 at each step of creating a contract', killContractCreation),
  definePostgresScenario('kill -9 at each step of receiving a webhook', killWebhooks),
  definePostgresScenario(
    'every store connection is terminated repeatedly while customers buy',
    async (harness, query) => {
      const outcome = new Set<string>();
      for (let time = 0; time < 20; time++) {
        const customers = await Promise.all([harness.customer(), harness.customer(), harness.customer()]);
        await Promise.all(customers.map((customer) => customer.fetchOffers()));
        const submissions = Promise.all(customers.map((customer) => customer.submitContract()));
        for (let cut = 0; cut < 3; cut++) await query(TERMINATE_ALL_CONNECTIONS);
        harness.injected(3);
        for (const { status, code } of await submissions) outcome.add(code ?? String(status));
        // The lease of the failed request expires.
        await harness.expireLeases();
        await Promise.all(customers.map((customer) => customer.submitUntilCreated()));
      }
      return `${[...outcome].sort().join(', ')}; then 201 with the same key`;
    },
  ),
  definePostgresScenario('another process locks the contracts table', async (harness, query) => {
    const customer = await harness.customer();
    await customer.fetchOffers();
    await query('begin');
    await query('lock table contracts in exclusive mode');
    harness.injected();
    const { status, code, durationMs } = await customer.submitContract();
    await query('rollback');
    return `${status} ${code} after ${(durationMs / 1000).toFixed(1)} s; then 201 with the same key`;
  }),
];
