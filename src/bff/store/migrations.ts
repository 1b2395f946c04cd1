import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { OperatorError } from '../operator-error.ts';
import { migrations } from './migration-history.ts';

/** The schema could not be migrated. */
export class MigrationError extends OperatorError {
  override readonly name = 'MigrationError';
}

/** Migrates the schema to the latest version. A server never runs on an older schema. @throws MigrationError */
export async function migrate<Db>(store: Kysely<Db>): Promise<void> {
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  // Messages from PostgreSQL and SQLite about the schema contain no data.
  const reason = error instanceof Error ? error.message : 'unknown error';
  throw new MigrationError(`database migration failed: ${reason}`, { cause: error });
}
