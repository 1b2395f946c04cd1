import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openSqliteStore } from './sqlite.ts';

test('several processes can open and migrate a new file concurrently', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-store-'));
  const program = `
    const { openSqliteStore } = await import(${JSON.stringify(fileURLToPath(new URL('sqlite.ts', import.meta.url)))});
    await (await openSqliteStore(process.argv[1])).destroy();`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, join(folder, 'a.db')];
  const codes = await Promise.all(
    Array.from({ length: 4 }, async () => (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit'))[0]),
  );
  rmSync(folder, { recursive: true });
  expect(codes).toEqual([0, 0, 0, 0]);
});

test('a failed transaction rolls back its schema changes', async () => {
  const store = await openSqliteStore(':memory:');
  const interrupted = store.transaction().execute(async (transaction) => {
    await transaction.schema.createTable('half').addColumn('id', 'text').execute();
    throw new Error('interrupted');
  });
  await expect(interrupted).rejects.toThrow('interrupted');
  const tables = await store.introspection.getTables();
  expect(tables.map(({ name }) => name)).not.toContain('half');
  expect(store.getExecutor().adapter.supportsTransactionalDdl).toBe(true);
  await store.destroy();
});

test('a store that a newer release has migrated is rejected, and the error says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-store-'));
  const file = join(folder, 'a.db');
  const store = await openSqliteStore(file);
  await sql`insert into kysely_migration (name, timestamp) values ('9999_of_the_future', '2030')`.execute(store);
  await store.destroy();
  await expect(openSqliteStore(file)).rejects.toThrow(
    'a newer release has migrated the database (9999_of_the_future): run that release, or restore a backup from before it',
  );
  rmSync(folder, { recursive: true });
});
