import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createLog } from '../../src/bff/log.ts';
import { openPostgresStore } from '../../src/bff/store/postgres.ts';
import { createDatabase } from '../fixtures/store.ts';

test('a connection that is lost during a transaction fails the transaction, but does not end the process', async () => {
  const database = await createDatabase();
  const store = await openPostgresStore(database.url, createLog({ write: () => {} }));
  const interrupted = store.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
    const pid = rows[0]?.pid;
    await sql`select pg_terminate_backend(${pid})`.execute(store);
    await expect
      .poll(async () => (await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(store)).rows.length)
      .toBe(0);
    await sql`select 1`.execute(transaction);
  });
  await expect(interrupted).rejects.toThrow(/connection|terminat|ECONNRESET/i);
  expect((await sql`select 1 as one`.execute(store)).rows).toEqual([{ one: 1 }]);
  await store.destroy();
  await database.drop();
});
