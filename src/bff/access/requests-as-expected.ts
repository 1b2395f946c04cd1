import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../http/problem.ts';

/** No request here has reason to be compressed: a small one could grow beyond all bounds. */
export const refuseCompressed: MiddlewareHandler = (context, next) => {
  if (context.req.header('Content-Encoding')) throw new ProblemError('unsupported_media_type');
  return next();
};

/**
 * What a browser sends for a page carries `Origin`, or says it is for the same origin. A link, an image, a form or an address
 * typed by hand does neither (https://www.w3.org/TR/fetch-metadata/). Clients that are no browsers say nothing.
 */
export const refuseStrayFetches: MiddlewareHandler = (context, next) => {
  const from = context.req.header('Sec-Fetch-Site');
  if (from !== undefined && from !== 'same-origin' && !context.req.header('Origin')) {
    throw new ProblemError('origin_not_allowed');
  }
  return next();
};
