/**
 * SQLite result codes (https://www.sqlite.org/rescode.html) of a store that is temporarily unusable: busy, locked,
 * read-only, I/O error, full, cannot open.
 */
const SQLITE_UNAVAILABLE: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);
const SQLITE_BUSY = 5;

/**
 * SQLSTATE classes and codes (https://www.postgresql.org/docs/current/errcodes-appendix.html): connection lost, read-only,
 * rolled back because of other transactions (deadlock), insufficient resources such as disk space, operator
 * intervention, system error.
 */
const SQLSTATE_UNAVAILABLE = /^(08|25006|25P03|40|53|57|58)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Codes of Node's network errors, and messages of the `pg` driver for lost or refused connections. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
const PG_CONNECTION_MESSAGE =
  /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed)/;

const property = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** The primary result code of an SQLite error; undefined for any other error. */
function sqliteCode(error: unknown): number | undefined {
  const code = property(error, 'errcode');
  return property(error, 'code') === 'ERR_SQLITE_ERROR' && typeof code === 'number' ? code & 0xff : undefined;
}

/** Whether another process has locked the SQLite file. */
export const isBusy = (error: unknown): boolean => sqliteCode(error) === SQLITE_BUSY;

/**
 * The engine's code of a store error, for log lines: `sqlite 13`, `sqlstate 53100`. Undefined for errors that the store
 * did not cause. Codes are a fixed set, so they contain no data.
 */
export function storeErrorCode(error: unknown): string | undefined {
  const sqlite = sqliteCode(error);
  if (sqlite !== undefined) return `sqlite ${sqlite}`;
  const code = property(error, 'code');
  return typeof code === 'string' && SQLSTATE.test(code) ? `sqlstate ${code}` : undefined;
}

/** Whether an error means that the store is locked, full, read-only or unreachable, as opposed to a bug in a query. */
export function isStoreUnavailable(error: unknown): boolean {
  const sqlite = sqliteCode(error);
  if (sqlite !== undefined) return SQLITE_UNAVAILABLE.has(sqlite);
  const code = property(error, 'code');
  if (typeof code === 'string' && (NETWORK_CODES.has(code) || (SQLSTATE.test(code) && SQLSTATE_UNAVAILABLE.test(code))))
    return true;
  return error instanceof Error && PG_CONNECTION_MESSAGE.test(error.message);
}
