import { LRUCache } from 'lru-cache';
import { describeError, type Log } from '../log.ts';
import type { Store } from '../store/tables.ts';
import { type AuditAction, type AuditEvent, type AuditFields, appendAudit } from './audit-log.ts';

export interface AuditQueue {
  /**
   * Never waits and never throws. The same denied access is recorded at most once every ten minutes, so that no client
   * can fill the store. If the queue is full, the event is only logged.
   */
  record(action: AuditAction, fields: AuditFields): void;
  /** Resolves when all events so far have been written or have failed. */
  flush(): Promise<void>;
}

const MAX_QUEUED = 1_000;
const FLUSH_DELAY_MS = 100;
const RETRY_DELAY_MS = 5_000;
const REPEAT_INTERVAL_MS = 10 * 60_000;
const MAX_REMEMBERED = 10_000;

/**
 * Creates the queue of one process. A store that is locked or full must not fail a customer's request, so events wait
 * until they can be written.
 */
export function createAuditQueue({
  store,
  log,
  now,
}: {
  readonly store: Store;
  readonly log: Log;
  readonly now: () => Date;
}): AuditQueue {
  let queue: AuditEvent[] = [];
  const recentlyDenied = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: REPEAT_INTERVAL_MS });
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const events = queue;
    queue = [];
    if (!events.length) return;
    try {
      await store.transaction().execute((transaction) => appendAudit(transaction, events));
    } catch (error) {
      log.error('audit_write_failed', { count: events.length, error: describeError(error) });
      queue = [...events, ...queue].slice(0, MAX_QUEUED);
      schedule(RETRY_DELAY_MS);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  const schedule = (delayMs: number): void => {
    timer ??= setTimeout(() => void flush(), delayMs).unref();
  };

  return {
    record(action, fields) {
      // Ignores the session, because a client can open any number of sessions.
      const key = JSON.stringify({ ...fields, sessionKey: undefined });
      if (action === 'access_denied' && recentlyDenied.has(key)) return;
      if (queue.length >= MAX_QUEUED) {
        log.error('audit_event_dropped', { action });
        return;
      }
      if (action === 'access_denied') recentlyDenied.set(key, true);
      queue.push({ action, at: now().toISOString(), ...fields });
      schedule(FLUSH_DELAY_MS);
    },
    flush,
  };
}
