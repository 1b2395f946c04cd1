import type { Log, LogFields } from '../log.ts';

/** How often requests over a limit are logged for each address. */
const INTERVAL_MS = 10_000;
/** More addresses than that are logged earlier. */
const MAX_ADDRESSES = 10_000;

/** Logs requests over a limit, without a line for each, because a client can send thousands per second. */
export interface DeniedRequests {
  /**
   * Logs the first request of an address, and counts further ones.
   *
   * @param describe the fields of the line, which are not needed for every request
   */
  record(addressKey: string, describe: () => LogFields): void;
  /** Logs the counts. */
  flush(): void;
}

/**
 * Creates the log of requests over a limit: for each address and interval, `request_denied` for the first request, and
 * `requests_denied` with the number of further ones.
 */
export function createDeniedRequests(log: Pick<Log, 'info'>): DeniedRequests {
  const counts = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [addressKey, count] of counts)
      if (count > 0) log.info('requests_denied', { status: 429, addressKey, count });
    counts.clear();
  }
  return {
    record(addressKey, describe) {
      const count = counts.get(addressKey);
      if (count !== undefined) {
        counts.set(addressKey, count + 1);
        return;
      }
      if (counts.size >= MAX_ADDRESSES) flush();
      counts.set(addressKey, 0);
      timer ??= setTimeout(flush, INTERVAL_MS).unref();
      log.info('request_denied', describe());
    },
    flush,
  };
}
