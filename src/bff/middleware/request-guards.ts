import type { Context } from 'hono';
import { ProblemError } from '../http/problem.ts';

/** No request here has reason to be compressed: a small one could grow beyond all bounds. @throws ProblemError unsupported_media_type */
export function rejectCompressedBody(context: Context): void {
  if (context.req.header('Content-Encoding')) throw new ProblemError('unsupported_media_type');
}

/**
 * What a browser sends for a page carries `Origin`, or says it is for the same origin. A link, an image, a form or an address
 * typed by hand does neither (https://www.w3.org/TR/fetch-metadata/). Clients that are no browsers say nothing.
 *
 * @throws ProblemError origin_not_allowed
 */
export function requireCorsRequest(context: Context): void {
  const fetchSite = context.req.header('Sec-Fetch-Site');
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && !context.req.header('Origin')) {
    throw new ProblemError('origin_not_allowed');
  }
}
