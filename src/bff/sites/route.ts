import { Hono } from 'hono';
import { createSession, type Session } from '../../wire/session.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { bearerToken } from './authenticate.ts';
import { isAllowedOrigin } from './origin.ts';
import { issueSessionToken, renewableSession } from './session-token.ts';

/** Opens sessions, and goes on with one whose token is shown. */
export const siteRoutes = (deps: Deps): Hono =>
  new Hono().post(createSession.path, async (context) => {
    const { siteKey } = await readBody(context, createSession.body);
    const site = deps.partners.sites.get(siteKey);
    if (!site) throw new ProblemError('unknown_site');
    const origin = context.req.header('Origin');
    if (origin === undefined || !isAllowedOrigin(site.origins, origin)) throw new ProblemError('origin_not_allowed');
    await deps.limiter.take('site', siteKey);
    const token = bearerToken(context);
    const now = deps.now();
    const before = token && (await renewableSession(deps.keys, now, token, siteKey, origin));
    const { name, environment, branding, commodities, locales } = site;
    const session: Session = {
      ...(await issueSessionToken(deps.keys, now, siteKey, origin, before || undefined)),
      site: {
        name,
        environment,
        branding,
        commodities: [...commodities],
        locales: [...locales],
        signing: { presentations: ['popup', 'redirect'] },
      },
    };
    context.header('Cache-Control', 'no-store');
    return context.json(session, createSession.status);
  });
