import type { HttpResponseResolver } from 'msw';
import { errorResponse } from '../request-context.ts';

const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a request may steer the simulator: from no page (a program), or from a page on this machine. */
function isLoopbackRequest(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin === null || loopback.test(origin);
}

/** Lets pages on this machine read the answer, and no other (https://fetch.spec.whatwg.org/#http-cors-protocol). */
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

/** Answers a request of the simulator's own controls. `id` is the path's, empty when it has none. */
export const withControlAccess =
  (resolve: (request: Request, id: string) => Response | Promise<Response>): HttpResponseResolver =>
  async ({ request, params }) => {
    if (!isLoopbackRequest(request))
      return errorResponse(403, 'origin_not_allowed', 'Only pages on this machine may do this.');
    return withCors(request, await resolve(request, typeof params.id === 'string' ? params.id : ''));
  };
