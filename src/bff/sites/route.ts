import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { createSession, type Session } from '../../wire/session.ts';
import { sessionRequest } from '../../wire/session-request.ts';
import { takeResumeLink } from '../contracts/resume-link.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { describeError } from '../log.ts';
import { accessOf, bearerToken } from './authenticate.ts';
import { verifyProof } from './bot-check.ts';
import { isPageOf } from './origin.ts';
import { issueSessionToken, renewableSession } from './session-token.ts';
import type { Site } from './site.ts';

/** Opens sessions, goes on with one whose token is shown, and lets one have the contract whose link it brings. */
export const siteRoutes = (deps: Deps): Hono =>
  new Hono().post(createSession.path, async (context) => {
    const { siteKey, resume, proof } = await readBody(context, sessionRequest);
    const site = deps.partners.sites.get(siteKey);
    if (!site) throw new ProblemError('unknown_site');
    const origin = context.req.header('Origin');
    if (origin === undefined || !isPageOf(site, origin, deps.publicOrigin))
      throw new ProblemError('origin_not_allowed');
    await deps.limiter.take('site', siteKey);
    const token = bearerToken(context);
    const now = deps.now();
    const before = token && (await renewableSession(deps.keys, now, token, siteKey, origin));
    if (!before) await mustBePerson(deps, site, proof, origin);
    const { name, environment, branding, commodities, locales, presentations, usageAuthorization, webhooks } = site;
    const method = site.signingMethod === 'email' ? { method: site.signingMethod } : {};
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
        signing: { ...method, presentations: [...presentations], ...(docusign ? { docusign } : {}) },
      },
    };
    context.header('Cache-Control', 'no-store');
    return context.json(session, createSession.status);
  });

/**
 * Nothing, for a site without a check. Where the check itself does not answer, nobody is turned away for it: limits hold all the
 * same.
 *
 * @throws ProblemError bot_check_required
 */
const mustBePerson = async (deps: Deps, site: Site, proof: string | undefined, origin: string): Promise<void> => {
  if (!site.botCheck) return;
  if (proof === undefined) throw new ProblemError('bot_check_required');
  const holds = await verifyProof(site.botCheck, proof, origin).catch((error: unknown) => {
    deps.log.error('bot_check_unavailable', { site: site.key, error: describeError(error) });
    return true;
  });
  if (!holds) throw new ProblemError('bot_check_required');
};
