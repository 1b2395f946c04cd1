import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Deps } from '../deps.ts';
import { beginHead, putHead } from './answer-head.ts';
import { securityHeaders } from './security-headers.ts';

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
  }
}

/** Names each request, sees to what every answer says, and counts and logs how it was answered and how long that took. */
export const everyRequest = ({ log, metrics, publicOrigin }: Deps): MiddlewareHandler => {
  const headers = securityHeaders(publicOrigin);
  return async (context, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    context.set('requestId', requestId);
    beginHead(context, { 'X-Request-Id': requestId, ...headers });
    await next();
    putHead(context);
    const route = routePath(context, -1);
    const { status } = context.res;
    const milliseconds = performance.now() - started;
    metrics.request(route, status, milliseconds / 1000);
    log.info('request', {
      requestId,
      method: context.req.method,
      route,
      status,
      milliseconds: Math.round(milliseconds),
    });
  };
};
