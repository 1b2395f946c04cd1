import { type Context, Hono } from 'hono';
import { createDocumentLink, type DocumentLink } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { Site } from '../config/site.ts';
import { siteFrameAncestors } from '../hosted-page/csp.ts';
import { messagePage, type PageMessages } from '../http/message-page.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { toHonoPath } from '../http/route-path.ts';
import { upstreamProblem } from '../http/upstream-problem.ts';
import { describeError } from '../log.ts';
import { issueDocumentToken, verifyDocumentToken } from './document-link.ts';
import { requireContract } from './require-contract.ts';
import { sendDocument } from './send-document.ts';

/**
 * Addresses under which a browser's own PDF viewer reads a contract: it sends no token of ours, so the address itself is the
 * secret. Who it was made for, the document's own contract and nothing else, for minutes.
 */
export const documentLinkRoutes = (appContext: AppContext): Hono =>
  new Hono()
    .post(toHonoPath(createDocumentLink.path), async (context) => {
      const caller = await authenticate(context, appContext);
      const row = await requireContract(appContext, caller, context.req.param('id') ?? '');
      const { as } = await readBody(context, createDocumentLink.body);
      const claims = { contract: row.id, as, origin: caller.origin };
      const { token, expiresAt } = await issueDocumentToken(appContext.keys, appContext.now(), claims);
      const link: DocumentLink = { url: `${appContext.publicOrigin}/documents/${token}`, expiresAt };
      context.header('Cache-Control', 'no-store');
      return context.json(link, createDocumentLink.status);
    })
    .get('/documents/:token', async (context) => {
      // Hono answers HEAD by running GET: the upstream would send a document that nobody reads.
      if (context.req.raw.method === 'HEAD') return context.body(null, 405, { Allow: 'GET' });
      const link = await verifyDocumentToken(appContext.keys, appContext.now(), context.req.param('token'));
      if (!link) return messagePage(context, 410, { messages: linkExpired });
      const row = await appContext.store
        .selectFrom('contracts')
        .selectAll()
        .where('id', '=', link.contract)
        .where('intent', '=', 'created')
        .executeTakeFirst();
      const access = row && appContext.partners.access(row.partner, row.environment === 'live' ? 'live' : 'test');
      const site = row && appContext.partners.sites.get(row.site_key);
      const frameAncestors = documentFrameAncestors(link.origin, site, appContext.publicOrigin);
      if (!row || !access) return messagePage(context, 404, { messages: contractNotFound, frameAncestors });
      try {
        const response = await sendDocument(context, appContext, access, row, link.as);
        // No sandbox: it would keep a browser's own PDF viewer from starting.
        response.headers.set('Content-Security-Policy', `frame-ancestors ${frameAncestors.join(' ')}`);
        return response;
      } catch (error) {
        return respondUnavailable(context, appContext, error, frameAncestors);
      }
    });

/** The page it was made for, and ours; around a page of ours in a frame also those of the site. A browser looks at all of them. */
function documentFrameAncestors(origin: string, site: Site | undefined, publicOrigin: string): readonly string[] {
  const hostedPageAncestors = site?.hosted && origin === publicOrigin ? siteFrameAncestors(site) : [];
  return [...new Set([origin, publicOrigin, ...hostedPageAncestors])];
}

/** What stands in the way, in words: whoever follows a link has no program to read a problem. */
function respondUnavailable(
  context: Context,
  appContext: AppContext,
  error: unknown,
  frameAncestors: readonly string[],
) {
  const problem = error instanceof ProblemError ? error : upstreamProblem(error);
  if (!problem) throw error;
  const { code, retryAfter } = problem.problem;
  if (retryAfter !== undefined) context.header('Retry-After', String(Math.ceil(retryAfter)));
  if (code === 'document_not_ready') return messagePage(context, 409, { messages: notReady, frameAncestors });
  appContext.log.warn('document_unavailable', { code, error: describeError(problem.cause ?? problem) });
  return messagePage(context, code === 'upstream_invalid' ? 502 : 503, { messages: unavailable, frameAncestors });
}

const linkExpired: PageMessages = {
  en: {
    title: 'This link is too old.',
    text: 'A link to a document works for five minutes. Open it again on the page where your contract stands.',
  },
  es: {
    title: 'Este enlace ya venció.',
    text: 'Un enlace a un documento sirve durante cinco minutos. Ábralo de nuevo en la página donde está su contrato.',
  },
};
const contractNotFound: PageMessages = {
  en: { title: 'There is no such contract.', text: 'Ask the broker whose page you used.' },
  es: { title: 'No existe ese contrato.', text: 'Pregunte al corredor de energía cuya página usó.' },
};
const notReady: PageMessages = {
  en: { title: 'The document is not ready yet.', text: 'It is being prepared. Try again in a moment.' },
  es: { title: 'El documento todavía no está listo.', text: 'Se está preparando. Intente de nuevo en un momento.' },
};
const unavailable: PageMessages = {
  en: {
    title: 'The document cannot be had right now.',
    text: 'Try again in a few minutes, or ask the broker whose page you used.',
  },
  es: {
    title: 'El documento no está disponible en este momento.',
    text: 'Intente de nuevo en unos minutos, o pregunte al corredor de energía cuya página usó.',
  },
};
