import { readStoreSettings } from '../config/settings.ts';
import { CommandError } from '../operator-error.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { auditCommand, auditFailure, type CommandCall } from './audited-store.ts';
import { moveStore } from './move-store.ts';

/**
 * Moves the store. The start is recorded in the old store and copied; success is recorded in the new one, which the
 * server uses from now on.
 *
 * @throws CommandError
 */
export async function move(call: CommandCall, usage: string): Promise<string> {
  const [direction] = call.args;
  if (direction !== 'to-postgres' && direction !== 'to-sqlite') throw new CommandError(usage);
  const { DATABASE_FILE, DATABASE_URL } = readStoreSettings(call.env);
  if (!DATABASE_URL) throw new CommandError('DATABASE_URL is required');
  const sqlite = await openSqliteStore(DATABASE_FILE);
  try {
    const postgres = await openPostgresStore(DATABASE_URL, call.log);
    try {
      const [from, to] = direction === 'to-postgres' ? [sqlite, postgres] : [postgres, sqlite];
      await auditCommand(from, call);
      const counts = await moveStore(from, to).catch(async (error: unknown) => {
        throw await auditFailure(from, call, error);
      });
      await auditCommand(to, call, { outcome: 'succeeded' });
      return Object.entries(counts)
        .map(([table, count]) => `${table}: ${count}`)
        .join('\n');
    } finally {
      await postgres.destroy();
    }
  } finally {
    await sqlite.destroy();
  }
}
