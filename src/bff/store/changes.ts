import { sql } from 'kysely';
import { Client } from 'pg';
import { describeError, type Log } from '../log.ts';
import { isPostgres } from './locks.ts';
import type { Store } from './tables.ts';

const CHANNEL = 'contract_changed';
/** Delay before a lost connection is reopened, and interval at which an open connection is checked. */
const RECONNECT_DELAY_MS = 500;
const PING_INTERVAL_MS = 15_000;
const QUERY_TIMEOUT_MS = 5_000;

/**
 * Notifies other processes that a contract has changed. The notification is part of the transaction: PostgreSQL
 * delivers it if and only if the change is committed (https://www.postgresql.org/docs/15/sql-notify.html). On SQLite
 * there are no other processes.
 */
export async function notifyChange(transaction: Store, contractId: string): Promise<void> {
  if (isPostgres(transaction)) await sql`select pg_notify(${CHANNEL}, ${contractId})`.execute(transaction);
}

/**
 * Listens for changes that any process commits. Uses its own connection, which is reopened when it breaks.
 *
 * @param onChange receives the ID of a changed contract
 * @param onReconnect called after an interruption, during which any contract may have changed
 * @returns a promise that resolves when the first connection is open
 */
export async function listenForChanges(
  url: string,
  onChange: (contractId: string) => void,
  onReconnect: () => void,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new Client({
      connectionString: url,
      query_timeout: QUERY_TIMEOUT_MS,
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
    });
    const onDisconnect = (): void => {
      if (client !== next) return;
      client = undefined;
      void next.end().catch(() => {});
      if (stopped) return;
      log.warn('change_listener_disconnected');
      schedule(reconnect, RECONNECT_DELAY_MS);
    };
    next.on('notification', ({ payload }) => onChange(payload ?? ''));
    // Every error is followed by `end`.
    next.on('error', () => {});
    next.once('end', onDisconnect);
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
    } catch (error) {
      void next.end().catch(() => {});
      throw error;
    }
    if (stopped) return next.end();
    client = next;
    // A connection to a host that is gone reports an error only when it is used.
    const ping = (): void => {
      next.query('select 1').then(() => client === next && schedule(ping, PING_INTERVAL_MS), onDisconnect);
    };
    schedule(ping, PING_INTERVAL_MS);
  };
  const schedule = (work: () => void, delayMs: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(work, delayMs).unref();
  };
  const reconnect = (): void => {
    connect().then(onReconnect, (error: unknown) => {
      log.warn('change_listener_reconnect_failed', { error: describeError(error) });
      schedule(reconnect, RECONNECT_DELAY_MS);
    });
  };

  await connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
