import { type Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import { OperatorError } from '../operator-error.ts';
import { migrations } from './migration-history.ts';

export class MigrationError extends OperatorError {
  override readonly name = 'MigrationError';
}

/** Migrates the schema to the latest version. A server never runs on an older schema. @throws MigrationError */
export async function migrate<Db>(store: Kysely<Db>): Promise<void> {
  await rejectNewerSchema(store);
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  // Messages from PostgreSQL and SQLite about the schema contain no data.
  const reason = error instanceof Error ? error.message : 'unknown error';
  throw new MigrationError(`database migration failed: ${reason}`, { cause: error });
}

/**
 * Migrations are not reversible, so a release runs only on a schema whose migrations it contains.
 *
 * @throws MigrationError with the name of the first unknown migration
 */
async function rejectNewerSchema<Db>(store: Kysely<Db>): Promise<void> {
  const tables = await store.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return;
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name`.execute(store);
  const unknown = rows.find(({ name }) => !Object.hasOwn(migrations, name));
  if (!unknown) return;
  throw new MigrationError(
    `a newer release has migrated the database (${unknown.name}): run that release, or restore a backup from before it`,
  );
}
