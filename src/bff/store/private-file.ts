import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;

/**
 * Creates an SQLite file that only its owner can access, in a folder that only its owner can access. SQLite gives its
 * log files the mode of the database file. Files of an older version are restricted too. A folder that already exists
 * is not, because it may contain files of other programs.
 */
export function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', OWNER_ONLY));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && (stats.mode & 0o077) !== 0) chmodSync(path, OWNER_ONLY);
  }
}
