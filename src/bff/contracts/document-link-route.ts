import { type Context, Hono } from 'hono';
import { createDocumentLink, type DocumentLink } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { framersOf } from '../hosted/policy.ts';
import { type PlainWords, plainPage } from '../http/plain-page.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { upstreamProblem } from '../http/upstream-problem.ts';
import { describeError } from '../log.ts';
import { authenticate } from '../sites/authenticate.ts';
import type { Site } from '../sites/site.ts';
import { answerWithDocument } from './document-answer.ts';
import { issueDocumentSecret, readDocumentSecret } from './document-link.ts';
import { ownedContract } from './owned-contract.ts';

/**
 * Addresses under which a browser's own PDF viewer reads a contract: it sends no token of ours, so the address itself is the
 * secret. Who it was made for, the document's own contract and nothing else, for minutes.
 */
export const documentLinkRoutes = (deps: Deps): Hono =>
  new Hono()
    .post(routePath(createDocumentLink.path), async (context) => {
      const caller = await authenticate(context, deps);
      const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
      const { as } = await readBody(context, createDocumentLink.body);
      const named = { contract: row.id, as, origin: caller.origin };
      const { secret, expiresAt } = await issueDocumentSecret(deps.keys, deps.now(), named);
      const link: DocumentLink = { url: `${deps.publicOrigin}/documents/${secret}`, expiresAt };
      context.header('Cache-Control', 'no-store');
      return context.json(link, createDocumentLink.status);
    })
    .get('/documents/:secret', async (context) => {
      // Hono answers HEAD by running GET: the upstream would send a document that nobody reads.
      if (context.req.raw.method === 'HEAD') return context.body(null, 405, { Allow: 'GET' });
      const link = await readDocumentSecret(deps.keys, deps.now(), context.req.param('secret'));
      if (!link) return plainPage(context, 410, { words: linkIsOver });
      const row = await deps.store
        .selectFrom('contracts')
        .selectAll()
        .where('id', '=', link.contract)
        .where('intent', '=', 'created')
        .executeTakeFirst();
      const access = row && deps.partners.access(row.partner, row.environment === 'live' ? 'live' : 'test');
      const site = row && deps.partners.sites.get(row.site_key);
      const framedBy = framersOfDocument(link.origin, site, deps.publicOrigin);
      if (!row || !access) return plainPage(context, 404, { words: contractIsGone, framedBy });
      try {
        const answer = await answerWithDocument(context, deps, access, row, link.as);
        // No sandbox: it would keep a browser's own PDF viewer from starting.
        answer.headers.set('Content-Security-Policy', `frame-ancestors ${framedBy.join(' ')}`);
        return answer;
      } catch (error) {
        return notNow(context, deps, error, framedBy);
      }
    });

/** The page it was made for, and ours; around a page of ours in a frame also those of the site. A browser looks at all of them. */
const framersOfDocument = (origin: string, site: Site | undefined, publicOrigin: string): readonly string[] => {
  const around = site?.hosted && origin === publicOrigin ? framersOf(site) : [];
  return [...new Set([origin, publicOrigin, ...around])];
};

/** What stands in the way, in words: whoever follows a link has no program to read a problem. */
const notNow = (context: Context, deps: Deps, error: unknown, framedBy: readonly string[]) => {
  const problem = error instanceof ProblemError ? error : upstreamProblem(error);
  if (!problem) throw error;
  const { code, retryAfter } = problem.problem;
  if (retryAfter !== undefined) context.header('Retry-After', String(Math.ceil(retryAfter)));
  if (code === 'document_not_ready') return plainPage(context, 409, { words: notReady, framedBy });
  deps.log.warn('document_not_had', { code, error: describeError(problem.cause ?? problem) });
  return plainPage(context, code === 'upstream_invalid' ? 502 : 503, { words: notToBeHad, framedBy });
};

const linkIsOver: PlainWords = {
  en: {
    title: 'This link is too old.',
    text: 'A link to a document works for five minutes. Open it again on the page where your contract stands.',
  },
  es: {
    title: 'Este enlace ya venció.',
    text: 'Un enlace a un documento sirve durante cinco minutos. Ábralo de nuevo en la página donde está su contrato.',
  },
};
const contractIsGone: PlainWords = {
  en: { title: 'There is no such contract.', text: 'Ask the broker whose page you used.' },
  es: { title: 'No existe ese contrato.', text: 'Pregunte al corredor de energía cuya página usó.' },
};
const notReady: PlainWords = {
  en: { title: 'The document is not ready yet.', text: 'It is being prepared. Try again in a moment.' },
  es: { title: 'El documento todavía no está listo.', text: 'Se está preparando. Intente de nuevo en un momento.' },
};
const notToBeHad: PlainWords = {
  en: {
    title: 'The document cannot be had right now.',
    text: 'Try again in a few minutes, or ask the broker whose page you used.',
  },
  es: {
    title: 'El documento no está disponible en este momento.',
    text: 'Intente de nuevo en unos minutos, o pregunte al corredor de energía cuya página usó.',
  },
};
