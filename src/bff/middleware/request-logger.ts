import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { AppContext } from '../app-context.ts';
import { applyHeaders, initHeaders, type ResponseHeaders } from '../http/response-headers.ts';
import type { Log, LogFields } from '../log.ts';
import { callerKeys } from './client-ip.ts';

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
  }
}

/** Statuses of denied requests. They are logged so that operators can detect an attack. */
export const DENIED_STATUSES: ReadonlySet<number> = new Set([401, 403]);

/**
 * Assigns a request ID, adds the common response headers, and logs and measures each request. Successful health checks
 * are only measured. Requests over a limit are logged by `createDeniedRequests` instead.
 */
export function requestLogger(
  appContext: Pick<AppContext, 'keys' | 'log' | 'metrics' | 'publicOrigin' | 'trustedProxies'>,
): MiddlewareHandler {
  const { log, metrics, publicOrigin } = appContext;
  const headers = securityHeaders(publicOrigin);
  return async (context, next) => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    context.set('requestId', requestId);
    initHeaders(context, { 'X-Request-Id': requestId, ...headers });
    await next();
    applyHeaders(context);
    const route = routePath(context, -1);
    const { status } = context.res;
    const durationMs = performance.now() - startedAt;
    metrics.request(route, status, durationMs / 1000);
    if (status === 429 || (route === '/healthz' && status === 200)) return;
    log.info('request', {
      requestId,
      method: context.req.method,
      route,
      status,
      durationMs: Math.round(durationMs),
      // Lets an operator see which denied requests belong together.
      ...(DENIED_STATUSES.has(status) || context.var.isNotOwned ? callerKeys(appContext, context) : {}),
    });
  };
}

/**
 * Response headers for browsers, unless a route overrides them: no MIME sniffing, no scripts or resources, no framing,
 * no referrer and, over TLS, HSTS for a year (RFC 6797; OWASP ASVS 5, chapter 3.4).
 *
 * @param publicOrigin if it is `http://`, as in development, HSTS is omitted
 */
const securityHeaders = (publicOrigin: string): ResponseHeaders => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ...(publicOrigin.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
});

/** How often requests over a limit are logged for each address. */
const INTERVAL_MS = 10_000;
/** If more addresses than this are denied within the interval, their counts are logged early. */
const MAX_ADDRESSES = 10_000;

/** Logs requests over a limit, without a line for each, because a client can send thousands per second. */
export interface DeniedRequests {
  /**
   * Logs the first request of an address, and counts further ones.
   *
   * @param describe the fields of the line, which are not needed for every request
   */
  record(addressKey: string, describe: () => LogFields): void;
  flush(): void;
}

/**
 * Creates the log of requests over a limit. For each address and interval, it has `request_denied` for the first
 * request, and `requests_denied` with the number of further requests.
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
