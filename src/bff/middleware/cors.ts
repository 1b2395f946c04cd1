import type { Context } from 'hono';
import { createSession } from '../../wire/session.ts';
import { isAllowedOrigin } from '../auth/origin.ts';
import type { Partners } from '../config/load-partners.ts';
import { addHeaders } from '../http/response-headers.ts';

/**
 * CORS for `/v1`: a preflight carries no token, so it is answered for any origin that some site lists; which site it is
 * shows with the call itself, where `authenticate` holds the origin against the session's own. No credentials, no cookies.
 * Opening a session may be tried from anywhere, or nobody could read why a page is refused.
 *
 * @param partners as they are declared now
 * @returns what answers a preflight; nothing for any other request
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
      context.header('Access-Control-Allow-Methods', 'GET, POST');
      context.header(
        'Access-Control-Allow-Headers',
        'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Range',
      );
      context.header('Access-Control-Max-Age', '600');
    }
    return context.body(null, allowed ? 204 : 403);
  };
}
