import type { Context, Hono } from 'hono';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { contractDocument, createDocumentLink } from '../../wire/contract-document.ts';
import type { AppContext } from '../app-context.ts';
import { callerForContract, chargeUpstream } from '../auth/authenticate.ts';
import { loadContract } from '../contracts/contract-from-row.ts';
import { candidateKeys, type Keys } from '../encryption/server-keys.ts';
import { siteFrameAncestors } from '../hosted-page/csp.ts';
import { messagePage, type PageMessages } from '../http/message-page.ts';
import { toProblem } from '../http/problem.ts';
import { allowIsolatedEmbedding } from '../http/response-headers.ts';
import { describeError } from '../log.ts';
import { clientIpKeys } from '../middleware/client-ip.ts';
import { type ConcurrencyLimit, createConcurrencyLimit } from '../middleware/stream-limits.ts';
import type { Site } from '../partners/site.ts';
import { createRouter, rejectHead } from '../routing/route.ts';
import { ERASED_SESSION } from '../store/tables.ts';
import { sendDocument } from './document.ts';

/**
 * Maximum number of documents that one IP address can receive at a time. A PDF viewer sends only a few requests, but a
 * slow reader of a large document occupies some megabytes of memory.
 */
const MAX_TRANSFERS_PER_ADDRESS = 20;

/** One upstream call returns the document's URL, and another the document. */
const CALLS_PER_DOCUMENT = 2;

/**
 * Serves the contract's PDF to the widget, which has a session. For the browser's PDF viewer, which has no session,
 * creates a secret URL, which gives access only to this document and only for a few minutes.
 */
export function contractDocumentRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const transfers = createConcurrencyLimit(MAX_TRANSFERS_PER_ADDRESS);
  const load = loadContract(appContext);
  route(contractDocument, { load }, async ({ context, caller, resource: row }) => {
    await limitDocument(appContext, row.id);
    const { access, ipKeys } = callerForContract(caller, row, appContext.partners);
    await chargeUpstream(appContext, { access, ipKeys }, CALLS_PER_DOCUMENT);
    return sendDocument(context, appContext, access, row, {
      disposition: 'attachment',
      isAllowed: () => !appContext.endedSessions.isEnded(caller.sessionId),
      onEnd: transfers.acquire(ipKeys),
    });
  });
  route(createDocumentLink, { load }, async ({ caller, resource: row, body: { as } }) => {
    const claims = { contract: row.id, as, origin: caller.origin, sid: caller.sessionId };
    const { token, expiresAt } = await issueDocumentToken(appContext.keys, appContext.now(), claims);
    return { url: `${appContext.publicOrigin}/documents/${token}`, expiresAt };
  });
  app.get('/documents/:token', (context) => {
    rejectHead(context);
    return openLink(context, appContext, context.req.param('token'), transfers);
  });
  return app;
}

/**
 * Limits the requests for one contract's document across all sessions and links, because each request causes upstream
 * calls.
 *
 * @throws ProblemError rate_limited
 */
const limitDocument = ({ rateLimiter }: Pick<AppContext, 'rateLimiter'>, contractId: string): Promise<void> =>
  rateLimiter.consume('document', contractId);

async function openLink(
  context: Context,
  appContext: AppContext,
  token: string,
  transfers: ConcurrencyLimit,
): Promise<Response> {
  allowIsolatedEmbedding(context);
  const link = await verifyDocumentToken(appContext.keys, appContext.now(), token);
  if (!link || appContext.endedSessions.isEnded(link.sid)) return messagePage(context, 410, { messages: linkExpired });
  await limitDocument(appContext, link.contract);
  const row = await appContext.store
    .selectFrom('contracts')
    .selectAll()
    .where('id', '=', link.contract)
    .where('intent', '=', 'created')
    .where('session_id', '!=', ERASED_SESSION)
    .executeTakeFirst();
  const access = row && appContext.partners.access(row.partner, row.environment);
  const site = row && appContext.partners.sites.get(row.site_key);
  const frameAncestors = documentFrameAncestors(link.origin, site, appContext.publicOrigin);
  if (!row || !access || !site) return messagePage(context, 404, { messages: contractNotFound, frameAncestors });
  const ipKeys = clientIpKeys(appContext, context);
  try {
    await chargeUpstream(appContext, { ipKeys, access }, CALLS_PER_DOCUMENT);
    const response = await sendDocument(context, appContext, access, row, {
      disposition: link.as,
      isAllowed: () => !appContext.endedSessions.isEnded(link.sid),
      onEnd: transfers.acquire(ipKeys),
    });
    // Omits `sandbox`, which would prevent the browser's PDF viewer from starting.
    response.headers.set('Content-Security-Policy', `frame-ancestors ${frameAncestors.join(' ')}`);
    return response;
  } catch (error) {
    return respondUnavailable(context, appContext, error, frameAncestors);
  }
}

/**
 * The origins that may frame the document: the page that created the link, and our own pages. Browsers check every
 * ancestor, so if our page is itself in an iframe, the site's origins are needed too.
 */
function documentFrameAncestors(origin: string, site: Site | undefined, publicOrigin: string): readonly string[] {
  const hostedPageAncestors = site?.hosted && origin === publicOrigin ? siteFrameAncestors(site) : [];
  return [...new Set([origin, publicOrigin, ...hostedPageAncestors])];
}

/** Shows the error as a page, because a person opened the link. */
function respondUnavailable(
  context: Context,
  { log }: AppContext,
  error: unknown,
  frameAncestors: readonly string[],
): Response | Promise<Response> {
  const problem = toProblem(error);
  if (!problem) throw error;
  const { code, retryAfter } = problem.problem;
  if (retryAfter !== undefined) context.header('Retry-After', String(Math.ceil(retryAfter)));
  if (code === 'document_not_ready') return messagePage(context, 409, { messages: notReady, frameAncestors });
  log.warn('document_unavailable', { code, error: describeError(problem.cause ?? problem) });
  return messagePage(context, code === 'upstream_invalid' ? 502 : 503, { messages: unavailable, frameAncestors });
}

const linkExpired: PageMessages = {
  en: {
    title: 'This link has expired',
    text: 'Document links expire after 5 minutes. Open the document again from your contract page.',
  },
  es: {
    title: 'Este enlace venció',
    text: 'Los enlaces a documentos vencen a los 5 minutos. Vuelva a abrir el documento desde la página de su contrato.',
  },
};
const contractNotFound: PageMessages = {
  en: { title: 'Contract not found', text: 'Contact your energy broker for help.' },
  es: { title: 'Contrato no encontrado', text: 'Comuníquese con su corredor de energía.' },
};
const notReady: PageMessages = {
  en: { title: 'The document isn’t ready yet', text: 'It’s being prepared. Try again in a moment.' },
  es: { title: 'El documento aún no está listo', text: 'Se está preparando. Intente de nuevo en un momento.' },
};
const unavailable: PageMessages = {
  en: {
    title: 'The document is temporarily unavailable',
    text: 'Try again in a few minutes, or contact your energy broker.',
  },
  es: {
    title: 'El documento no está disponible en este momento',
    text: 'Intente de nuevo en unos minutos o comuníquese con su corredor de energía.',
  },
};

/**
 * How long a document link is valid: long enough to open, page through and save the document, and short enough for a
 * URL that remains in the browser history.
 */
const LINK_TTL_SECONDS = 5 * 60;

const claims = z.object({
  contract: z.string(),
  as: z.enum(['inline', 'attachment']),
  origin: z.string(),
  /** The session that created the link. The link stops working when the session ends. */
  sid: z.string(),
});
type DocumentClaims = z.infer<typeof claims>;

const AUDIENCE = 'shopper-document';

/**
 * Issues the token for a document URL (HS256, RFC 7515). The token is not stored. It can be used repeatedly until it
 * expires, because a PDF viewer sends several requests.
 */
async function issueDocumentToken(
  keys: Keys,
  now: Date,
  link: DocumentClaims,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const expires = Math.floor(now.getTime() / 1000) + LINK_TTL_SECONDS;
  const token = await new SignJWT({ ...link })
    .setProtectedHeader({ alg: 'HS256', kid: keys.id })
    .setAudience(AUDIENCE)
    .setExpirationTime(expires)
    .sign(keys.document);
  return { token, expiresAt: new Date(expires * 1000).toISOString() };
}

async function verifyDocumentToken(keys: Keys, now: Date, token: string): Promise<DocumentClaims | undefined> {
  const options = { audience: AUDIENCE, algorithms: ['HS256'], currentDate: now, requiredClaims: ['exp'] };
  try {
    const [signingKeys = keys] = candidateKeys(keys, decodeProtectedHeader(token).kid);
    return claims.parse((await jwtVerify(token, signingKeys.document, options)).payload);
  } catch {
    return undefined;
  }
}
