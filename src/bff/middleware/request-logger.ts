import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { AppContext } from '../app-context.ts';
import { applyHeaders, initHeaders } from '../http/response-headers.ts';
import { securityHeaders } from './security-headers.ts';

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
  }
}

/** Names each request, sees to what every answer says, and counts and logs how it was answered and how long that took. */
export function requestLogger({ log, metrics, publicOrigin }: AppContext): MiddlewareHandler {
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
    log.info('request', {
      requestId,
      method: context.req.method,
      route,
      status,
      durationMs: Math.round(durationMs),
    });
  };
}
