import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { createSession, type Session, sessionRequest } from '../../wire/session.ts';
import type { AppContext } from '../app-context.ts';
import type { Site } from '../config/site.ts';
import { consumeResumeLink } from '../contracts/resume-link.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { describeError } from '../log.ts';
import { accessOf, bearerToken } from './authenticate.ts';
import { verifyCaptcha } from './bot-check.ts';
import { isSiteOrigin } from './origin.ts';
import { issueSessionToken, renewableSession } from './session-token.ts';

/** Opens sessions, goes on with one whose token is shown, and lets one have the contract whose link it brings. */
export const sessionRoutes = (appContext: AppContext): Hono =>
  new Hono().post(createSession.path, async (context) => {
    const { siteKey, resume, proof } = await readBody(context, sessionRequest);
    const site = appContext.partners.sites.get(siteKey);
    if (!site) throw new ProblemError('unknown_site');
    const origin = context.req.header('Origin');
    if (origin === undefined || !isSiteOrigin(site, origin, appContext.publicOrigin))
      throw new ProblemError('origin_not_allowed');
    await appContext.rateLimiter.consume('site', siteKey);
    const token = bearerToken(context);
    const now = appContext.now();
    const renewedSessionId = token && (await renewableSession(appContext.keys, now, token, siteKey, origin));
    if (!renewedSessionId) await requireCaptcha(appContext, site, proof, origin);
    const { name, environment, branding, commodities, locales, presentations, usageAuthorization, webhooks } = site;
    const method = site.signingMethod === 'email' ? { method: site.signingMethod } : {};
    const docusign = presentations.includes('focused') ? accessOf(site, appContext).docusign : undefined;
    const sessionId = renewedSessionId || randomUUID();
    const contractId =
      resume === undefined ? undefined : await consumeResumeLink(appContext, resume, siteKey, sessionId);
    const session: Session = {
      ...(await issueSessionToken(appContext.keys, now, siteKey, origin, sessionId)),
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
async function requireCaptcha(
  appContext: AppContext,
  site: Site,
  proof: string | undefined,
  origin: string,
): Promise<void> {
  if (!site.botCheck) return;
  if (proof === undefined) throw new ProblemError('bot_check_required');
  const isHuman = await verifyCaptcha(site.botCheck, proof, origin).catch((error: unknown) => {
    appContext.log.error('bot_check_unavailable', { site: site.key, error: describeError(error) });
    return true;
  });
  if (!isHuman) throw new ProblemError('bot_check_required');
}
