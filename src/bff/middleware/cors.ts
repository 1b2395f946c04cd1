import type { Context } from 'hono';
import { createSession } from '../../wire/session.ts';
import type { Partners } from '../enrollment/partner-access.ts';
import { ProblemError } from '../http/problem.ts';
import { addHeaders } from '../http/response-headers.ts';
import { isAllowedOrigin } from '../partners/origin.ts';

/**
 * CORS for `/v1`. A preflight request has no token, so any origin that is listed for any site is allowed.
 * `authenticate` later compares the origin with the session's. Cookies are not used, so
 * `Access-Control-Allow-Credentials` is never sent. Any origin may try to open a session, because otherwise the page
 * could not read why its request was denied.
 *
 * @param partners returns the current partners
 * @returns a handler that responds to preflight requests, and returns undefined for all others
 */
export function createCors(partners: () => Partners): (context: Context) => Response | undefined {
  let cachedPartners: Partners | undefined;
  let allowedOrigins: readonly string[] = [];
  return (context) => {
    if (cachedPartners !== partners()) {
      cachedPartners = partners();
      allowedOrigins = [...new Set([...cachedPartners.sites.values()].flatMap((site) => site.origins))];
    }
    const origin = context.req.header('Origin');
    const allowed =
      origin !== undefined && (context.req.path === createSession.path || isAllowedOrigin(allowedOrigins, origin));
    addHeaders(context, {
      Vary: 'Origin',
      ...(allowed
        ? {
            'Access-Control-Allow-Origin': origin,
            'Access-Control-Expose-Headers': 'Retry-After, Accept-Ranges, Content-Range',
          }
        : {}),
    });
    if (context.req.method !== 'OPTIONS') return undefined;
    if (allowed) {
      context.header('Access-Control-Allow-Methods', 'GET, POST, DELETE');
      context.header(
        'Access-Control-Allow-Headers',
        'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Range',
      );
      context.header('Access-Control-Max-Age', '600');
    }
    return context.body(null, allowed ? 204 : 403);
  };
}

/**
 * Rejects browser requests that are neither CORS nor same-origin, such as links, images and typed URLs, which send no
 * `Origin` (https://www.w3.org/TR/fetch-metadata/). Clients other than browsers send no `Sec-Fetch-Site` and are
 * accepted.
 *
 * @throws ProblemError origin_not_allowed
 */
export function requireCorsRequest(context: Context): void {
  const fetchSite = context.req.header('Sec-Fetch-Site');
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && !context.req.header('Origin')) {
    throw new ProblemError('origin_not_allowed');
  }
}
