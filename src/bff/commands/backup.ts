import { existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { CommandError } from '../operator-error.ts';
import { createPrivateFile } from '../store/sqlite.ts';
import { readExistingStoreSettings } from './audited-store.ts';

/** Copies all pages in one step. Otherwise, each write by the server would restart the copy. */
const ALL_PAGES = 1_000_000_000;

/**
 * Copies the SQLite file, even while a server is running (https://www.sqlite.org/backup.html). The copy is consistent
 * and includes everything that is still in the write-ahead log.
 *
 * @param target a new file
 * @throws CommandError
 */
export async function backUp(env: NodeJS.ProcessEnv, target: string): Promise<string> {
  const { DATABASE_FILE, DATABASE_URL } = readExistingStoreSettings(env);
  if (DATABASE_URL) throw new CommandError('PostgreSQL has its own tools for backups: see docs/operators.md');
  if (existsSync(target)) throw new CommandError('the file already exists: choose another name');
  createPrivateFile(target);
  const source = new DatabaseSync(DATABASE_FILE, { readOnly: true });
  try {
    const pages = await backup(source, target, { rate: ALL_PAGES });
    return `${pages} pages copied`;
  } finally {
    source.close();
  }
}
