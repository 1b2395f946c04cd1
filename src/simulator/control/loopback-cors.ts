import type { HttpResponseResolver } from 'msw';
import { errorResponse } from '../request-context.ts';

const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a request may control the simulator: it must come from a program, or from a page on this machine. */
function isLoopbackRequest(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin === null || loopback.test(origin);
}

/**
 * Sets CORS headers so that only pages on this machine can read the response
 * (https://fetch.spec.whatwg.org/#http-cors-protocol).
 */
function withCors(request: Request, response: Response): Response {
  const origin = request.headers.get('origin');
  response.headers.set('vary', 'origin');
  if (origin === null || !loopback.test(origin)) return response;
  response.headers.set('access-control-allow-origin', origin);
  response.headers.set('access-control-allow-methods', 'GET, PUT, POST');
  response.headers.set('access-control-allow-headers', 'content-type, last-event-id');
  response.headers.set('access-control-max-age', '600');
  return response;
}

/** Wraps a handler of the control API. `id` is the path parameter, or empty. */
export const withControlAccess =
  (resolve: (request: Request, id: string) => Response | Promise<Response>): HttpResponseResolver =>
  async ({ request, params }) => {
    if (!isLoopbackRequest(request))
      return errorResponse(403, 'origin_not_allowed', 'Only pages on this machine can control the simulator.');
    return withCors(request, await resolve(request, typeof params.id === 'string' ? params.id : ''));
  };
