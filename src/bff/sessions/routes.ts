import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createSession, endSessions, type Session } from '../../wire/session.ts';
import type { AppContext } from '../app-context.ts';
import { openApprovalLink } from '../approval-requests/prepared-purchase.ts';
import { accessOf, bearerToken } from '../auth/authenticate.ts';
import { contractsOfSession, hasApprovalRequest, ownsAuthorization } from '../auth/ended-sessions.ts';
import { hasReachedEnd, issueSessionToken, renewableSession } from '../auth/session-token.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { clientIpKeys } from '../middleware/client-ip.ts';
import { shedNewSession } from '../middleware/load-shedding.ts';
import { isSiteOrigin } from '../partners/origin.ts';
import type { Site } from '../partners/site.ts';
import { consumeResumeLink } from '../resume-links/resume-link.ts';
import { createRouter } from '../routing/route.ts';
import { createBotCheck } from './bot-check.ts';
import { revokeAccess } from './revoke-access.ts';

/** Opens, renews and ends sessions, and consumes resume links and approval links. */
export function sessionRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const requireBotCheck = createBotCheck(appContext);
  route(createSession, async ({ context, body: { siteKey, resume, approval, proof } }) => {
    const site = appContext.partners.sites.get(siteKey);
    if (!site) throw new ProblemError('unknown_site');
    context.set('siteKey', siteKey);
    const origin = context.req.header('Origin');
    if (origin === undefined || !isSiteOrigin(site, origin, appContext.publicOrigin))
      throw new ProblemError('origin_not_allowed');
    await appContext.rateLimiter.consume('site', siteKey);
    // Otherwise a spent approval link would use the resume link up.
    if (resume !== undefined && approval !== undefined)
      throw invalidField('/approval', 'one_link', 'a session is opened with one link');
    const token = bearerToken(context);
    const now = appContext.now();
    const renewed = token ? await renewableSession(appContext.keys, now, token, siteKey, origin) : undefined;
    if (renewed && (appContext.endedSessions.isEnded(renewed.sessionId) || hasReachedEnd(renewed, now)))
      throw new ProblemError('session_ended');
    if (!renewed) shedNewSession(appContext.loadMonitor);
    if (!renewed && site.paused) throw new ProblemError('site_paused', { retryAfter: PAUSED_RETRY_AFTER_SECONDS });
    if (!renewed) await requireBotCheck(site, { proof, origin, ipKeys: clientIpKeys(appContext, context) });
    const session = renewed ?? { sessionId: randomUUID(), openedAt: Math.floor(now.getTime() / 1000) };
    const { sessionId } = session;
    const contractId =
      resume === undefined ? undefined : await consumeResumeLink(appContext, resume, siteKey, sessionId);
    const approvalRequestId =
      approval === undefined ? undefined : await openApprovalLink(appContext, approval, siteKey, sessionId);
    return {
      ...(await issueSessionToken(appContext.keys, now, siteKey, origin, session)),
      ...(contractId === undefined ? {} : { contractId }),
      ...(approvalRequestId === undefined ? {} : { approvalRequestId }),
      site: publicSite(site, appContext),
    };
  });
  route(endSessions, async ({ caller }) => {
    const contractIds = await contractsOfSession(appContext.store, caller.site.key, caller.sessionId);
    const ended = await revokeAccess(appContext.store, contractIds, (sessionIds) =>
      appContext.endedSessions.end(sessionIds, appContext.now()),
    );
    // A session that owns nothing has nothing to protect, and storing it would let any visitor fill the store.
    const owns = [ownsAuthorization, hasApprovalRequest].map((has) =>
      has(appContext.store, caller.site.key, caller.sessionId),
    );
    const isOwner = !ended.has(caller.sessionId) && (await Promise.all(owns)).includes(true);
    if (isOwner) await appContext.endedSessions.end([caller.sessionId], appContext.now());
    appContext.log.info('sessions_ended', { site: caller.site.key });
    return { ended: ended.size + (isOwner ? 1 : 0) };
  });
  return app;
}

const PAUSED_RETRY_AFTER_SECONDS = 300;

function publicSite(site: Site, { partners }: AppContext): Session['site'] {
  const { name, environment, branding, commodities, locales, presentations, usageAuthorization, webhooks } = site;
  const docusign = presentations.includes('focused') ? accessOf(site, partners).docusign : undefined;
  return {
    name,
    environment,
    branding,
    commodities: [...commodities],
    locales: [...locales],
    ...(usageAuthorization ? { usageAuthorization } : {}),
    mailsLinks: webhooks.some(({ mailsLinks }) => mailsLinks),
    signing: {
      ...(site.signingMethod === 'email' ? { method: site.signingMethod } : {}),
      presentations: [...presentations],
      ...(docusign ? { docusign } : {}),
    },
  };
}
