import type { Context } from 'hono';
import type { AppContext } from '../app-context.ts';
import type { MscAccess } from '../config/load-partners.ts';
import type { Site } from '../config/site.ts';
import { ProblemError } from '../http/problem.ts';
import { isSiteOrigin } from './origin.ts';
import { readSessionToken } from './session-token.ts';

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
export async function authenticate(context: Context, appContext: AppContext): Promise<Caller> {
  const token = bearerToken(context);
  if (!token) throw new ProblemError('session_required');
  const { sessionId, siteKey, origin } = await readSessionToken(appContext.keys, appContext.now(), token);
  const site = appContext.partners.sites.get(siteKey);
  if (!site) throw new ProblemError('unknown_site');
  // Browsers leave Origin out of same-origin GETs; when it is there it must be right.
  const originHeader = context.req.header('Origin');
  if ((originHeader !== undefined && originHeader !== origin) || !isSiteOrigin(site, origin, appContext.publicOrigin)) {
    throw new ProblemError('origin_not_allowed');
  }
  await Promise.all([
    appContext.rateLimiter.consume('session', sessionId),
    appContext.rateLimiter.consume('site', siteKey),
  ]);
  return { sessionId, origin, site, access: accessOf(site, appContext) };
}

/** RFC 6750 section 2.1; undefined when there is none. */
export const bearerToken = (context: Context): string | undefined =>
  /^Bearer ([\w.~+/=-]+)$/.exec(context.req.header('Authorization') ?? '')?.[1];

/** The declaration guarantees an access for each site's environment. */
export function accessOf(site: Site, appContext: AppContext): MscAccess {
  const access = appContext.partners.access(site.partner, site.environment);
  if (!access) throw new Error(`no access declared for ${site.partner}/${site.environment}`);
  return access;
}
