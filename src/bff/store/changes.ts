import { sql } from 'kysely';
import { Client } from 'pg';
import { describeError, type Log } from '../log.ts';
import { isPostgres } from './locks.ts';
import type { Store } from './tables.ts';

const channel = 'contract_changed';
/** How soon a lost connection is taken up again, and how often an open one is tried. Milliseconds. */
const reconnectAfter = 500;
const tryEvery = 15_000;
const answerWithin = 5_000;

/**
 * Tells the other processes that a contract has changed. Part of the transaction: it is heard when, and only when, the change
 * is committed (https://www.postgresql.org/docs/15/sql-notify.html). Nobody else has an SQLite file.
 */
export const notifyChange = async (transaction: Store, contractId: string): Promise<void> => {
  if (isPostgres(transaction)) await sql`select pg_notify(${channel}, ${contractId})`.execute(transaction);
};

/**
 * Listens for changes that any process commits, on a connection of its own that is taken up again when it breaks.
 *
 * @param heard with the id of a contract that has changed
 * @param missed after a break: anything may have changed meanwhile
 * @returns once it listens; `stop` ends it
 */
export const listenForChanges = async (
  url: string,
  heard: (contractId: string) => void,
  missed: () => void,
  log: Log,
): Promise<{ stop(): Promise<void> }> => {
  let stopped = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new Client({
      connectionString: url,
      query_timeout: answerWithin,
      connectionTimeoutMillis: answerWithin,
    });
    const broke = (): void => {
      if (client !== next) return;
      client = undefined;
      void next.end().catch(() => {});
      if (stopped) return;
      log.warn('listening_for_changes_broke');
      plan(again, reconnectAfter);
    };
    next.on('notification', ({ payload }) => heard(payload ?? ''));
    // An error comes with an end: one of them is enough.
    next.on('error', () => {});
    next.once('end', broke);
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (error) {
      void next.end().catch(() => {});
      throw error;
    }
    if (stopped) return next.end();
    client = next;
    // A connection whose other end is gone says nothing.
    const tryIt = (): void => {
      next.query('select 1').then(() => client === next && plan(tryIt, tryEvery), broke);
    };
    plan(tryIt, tryEvery);
  };
  const plan = (work: () => void, milliseconds: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(work, milliseconds).unref();
  };
  const again = (): void => {
    connect().then(missed, (error: unknown) => {
      log.warn('listening_for_changes_failed', { error: describeError(error) });
      plan(again, reconnectAfter);
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
};
