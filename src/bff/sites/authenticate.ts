import type { Context } from 'hono';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import type { MscAccess } from '../partners/load-partners.ts';
import { isPageOf } from './origin.ts';
import { readSessionToken } from './session-token.ts';
import type { Site } from './site.ts';

/** Who is asking: a session on a page of a site, and the partner's access that its calls go through. */
export interface Caller {
  readonly sessionId: string;
  readonly origin: string;
  readonly site: Site;
  readonly access: MscAccess;
}

/**
 * Reads the caller from `Authorization: Bearer`. The page's `Origin` must be the one the token was made for, so a token
 * carried to another site is worth nothing there.
 *
 * @throws ProblemError session_required | session_expired | origin_not_allowed | unknown_site | rate_limited
 */
export const authenticate = async (context: Context, deps: Deps): Promise<Caller> => {
  const token = bearerToken(context);
  if (!token) throw new ProblemError('session_required');
  const { sessionId, siteKey, origin } = await readSessionToken(deps.keys, deps.now(), token);
  const site = deps.partners.sites.get(siteKey);
  if (!site) throw new ProblemError('unknown_site');
  // Browsers leave Origin out of same-origin GETs; when it is there it must be right.
  const said = context.req.header('Origin');
  if ((said !== undefined && said !== origin) || !isPageOf(site, origin, deps.publicOrigin)) {
    throw new ProblemError('origin_not_allowed');
  }
  await Promise.all([deps.limiter.take('session', sessionId), deps.limiter.take('site', siteKey)]);
  return { sessionId, origin, site, access: accessOf(site, deps) };
};

/** RFC 6750 section 2.1; undefined when there is none. */
export const bearerToken = (context: Context): string | undefined =>
  /^Bearer ([\w.~+/=-]+)$/.exec(context.req.header('Authorization') ?? '')?.[1];

/** The declaration guarantees an access for each site's environment. */
export const accessOf = (site: Site, deps: Deps): MscAccess => {
  const access = deps.partners.access(site.partner, site.environment);
  if (!access) throw new Error(`no access declared for ${site.partner}/${site.environment}`);
  return access;
};
