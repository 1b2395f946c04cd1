import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { createSession, type Session } from '../../wire/session.ts';
import { takeResumeLink } from '../contracts/resume-link.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { accessOf, bearerToken } from './authenticate.ts';
import { isAllowedOrigin } from './origin.ts';
import { issueSessionToken, renewableSession } from './session-token.ts';

/** Opens sessions, goes on with one whose token is shown, and lets one have the contract whose link it brings. */
export const siteRoutes = (deps: Deps): Hono =>
  new Hono().post(createSession.path, async (context) => {
    const { siteKey, resume } = await readBody(context, createSession.body);
    const site = deps.partners.sites.get(siteKey);
    if (!site) throw new ProblemError('unknown_site');
    const origin = context.req.header('Origin');
    if (origin === undefined || !isAllowedOrigin(site.origins, origin)) throw new ProblemError('origin_not_allowed');
    await deps.limiter.take('site', siteKey);
    const token = bearerToken(context);
    const now = deps.now();
    const before = token && (await renewableSession(deps.keys, now, token, siteKey, origin));
    const { name, environment, branding, commodities, locales, presentations, usageAuthorization, webhooks } = site;
    const docusign = presentations.includes('focused') ? accessOf(site, deps).docusign : undefined;
    const sessionId = before || randomUUID();
    const contractId = resume === undefined ? undefined : await takeResumeLink(deps, resume, siteKey, sessionId);
    const session: Session = {
      ...(await issueSessionToken(deps.keys, now, siteKey, origin, sessionId)),
      ...(contractId === undefined ? {} : { contractId }),
      site: {
        name,
        environment,
        branding,
        commodities: [...commodities],
        locales: [...locales],
        ...(usageAuthorization ? { usageAuthorization } : {}),
        mailsLinks: webhooks.some((endpoint) => endpoint.mailsLinks),
        signing: { presentations: [...presentations], ...(docusign ? { docusign } : {}) },
      },
    };
    context.header('Cache-Control', 'no-store');
    return context.json(session, createSession.status);
  });
