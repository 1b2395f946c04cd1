import { type Context, Hono } from 'hono';
import { routePath as matchedRoute } from 'hono/route';
import { withDeadline } from '../upstreams/http/call-limits.ts';
import { uploadFile } from '../wire/upload.ts';
import type { AppContext } from './app-context.ts';
import { approvalRequestRoutes } from './approval-requests/routes.ts';
import { NotOwnedError } from './auth/authenticate.ts';
import { authorizationRoutes } from './authorizations/routes.ts';
import { consentRoutes } from './consent/routes.ts';
import { contractDocumentRoutes } from './contract-documents/routes.ts';
import { contractEventRoutes } from './contract-events/routes.ts';
import { contractRoutes } from './contracts/routes.ts';
import { emailSigningHooks } from './email-signing/contract-sync.ts';
import { emailMethod } from './email-signing/email-signing-method.ts';
import { emailSigningRoutes } from './email-signing/routes.ts';
import { hostedPageRoutes } from './hosted-page/routes.ts';
import { createAllowedMethods } from './http/hono.ts';
import { ProblemError, problemResponse, toProblem } from './http/problem.ts';
import { bodyPoints, ClientDisconnectedError, rejectCompressedBody } from './http/request-body.ts';
import { staticRoutes } from './http/static-files.ts';
import { describeError } from './log.ts';
import { callerKeys, clientIpKey, clientIpKeys, rateLimitIp } from './middleware/client-ip.ts';
import { createCors, requireCorsRequest } from './middleware/cors.ts';
import { shedLoad } from './middleware/load-shedding.ts';
import {
  createDeniedRequests,
  DENIED_STATUSES,
  type DeniedRequests,
  requestLogger,
} from './middleware/request-logger.ts';
import { offerDocumentRoutes } from './offer-documents/routes.ts';
import { openapiDocument } from './openapi/document.ts';
import { quoteRequestRoutes } from './quote-requests/routes.ts';
import { rateEmailRoutes } from './rate-emails/routes.ts';
import { rateRoutes } from './rates/routes.ts';
import { emailReportRoutes } from './resume-links/email-report.ts';
import { resumeLinkRoutes } from './resume-links/routes.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { signingRoutes } from './signing/routes.ts';
import { sessionMethod } from './signing/session-method.ts';
import { checkReadiness } from './store/readiness.ts';
import { uploadRoutes } from './uploads/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/**
 * nginx's status for a request whose client closed the connection. No client receives it: it appears only in logs and
 * metrics.
 */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * The total time limit for the upstream calls of one request, except file transfers. It is shorter than the lease of an
 * intent, so that no other process takes over an intent in progress.
 */
const REQUEST_TIMEOUT_MS = 25_000;

const FEATURES: readonly ((appContext: AppContext) => Hono)[] = [
  sessionRoutes,
  rateRoutes,
  quoteRequestRoutes,
  rateEmailRoutes,
  offerDocumentRoutes,
  uploadRoutes,
  consentRoutes,
  contractRoutes,
  contractEventRoutes,
  contractDocumentRoutes,
  resumeLinkRoutes,
  emailReportRoutes,
  approvalRequestRoutes,
  signingRoutes,
  emailSigningRoutes,
  authorizationRoutes,
  hostedPageRoutes,
  webhookRoutes,
];

/**
 * Creates the server behind the widget as a Hono app. It opens no port and reads no files or clock itself, so tests
 * can call it without a server.
 *
 * @example const app = createApp(appContext); await app.request('/healthz')
 */
export function createApp(appContext: AppContext): Hono {
  const app = new Hono();
  app.use(requestLogger(appContext));
  addAdmission(app, appContext);
  app.route('/', staticRoutes(appContext.staticFiles));
  for (const routes of FEATURES) app.route('/', routes(appContext));
  const openapi = JSON.stringify(openapiDocument(appContext.publicOrigin));
  app.get('/openapi.json', (context) => {
    context.header('Access-Control-Allow-Origin', '*');
    context.header('Cache-Control', 'public, max-age=300');
    context.header('Content-Type', 'application/json');
    return context.body(openapi);
  });
  app.get('/healthz', (context) => context.text('ok'));
  // Readiness depends on writes to the store but not on upstreams, because taking this server out of service would not
  // fix an upstream.
  app.get('/readyz', async (context) => {
    if (appContext.shutdown.isDraining) return context.text('draining', 503);
    await checkReadiness(appContext);
    return context.text('ready');
  });
  addErrorHandlers(app, appContext);
  return app;
}

/** Matches only the webhook route, which has its own limits, not other paths below `/webhooks`. */
const WEBHOOK_PATH = /^\/webhooks\/msc\/[^/]+\/[^/]+$/;

/**
 * Decides whether a request is processed. Every request counts against the limit of its IP address, with two
 * exceptions: health checks have their own limit, and webhooks count only if their signature is invalid. The API's CORS
 * headers are added first, so that a page can read why its request was denied. All upstream calls of a request share a
 * deadline.
 */
function addAdmission(app: Hono, appContext: AppContext): void {
  const cors = createCors(() => appContext.partners);
  // This is one middleware instead of five, because each Hono middleware adds 1% to the time of a cheap request.
  app.use(async (context, next) => {
    const { path, method } = context.req;
    const isWebhook = method === 'POST' && WEBHOOK_PATH.test(path);
    if (isWebhook) return next();
    if (path === '/healthz' && (method === 'GET' || method === 'HEAD')) {
      await appContext.rateLimiter.consume('health', clientIpKeys(appContext, context));
      return next();
    }
    // Any page may load `/v1/shopper.js`, the loader.
    const isApi = path.startsWith('/v1/') && path !== '/v1/shopper.js';
    const preflight = isApi ? cors(context) : undefined;
    // Uploaded files are not parsed, so their size costs no points.
    const isParsed = isApi && path !== uploadFile.path;
    await rateLimitIp(appContext, context, 1 + (isParsed ? bodyPoints(context) : 0));
    if (preflight) return preflight;
    if (isApi) {
      requireCorsRequest(context);
      rejectCompressedBody(context);
      shedLoad(appContext.loadMonitor, context);
    }
    return withDeadline(REQUEST_TIMEOUT_MS, next);
  });
}

function addErrorHandlers(app: Hono, appContext: AppContext): void {
  // The list of methods is created on first use, because the caller may add routes to this app.
  let allowedMethods: ReturnType<typeof createAllowedMethods> = (path) => {
    allowedMethods = createAllowedMethods(app);
    return allowedMethods(path);
  };
  const denied = createDeniedRequests(appContext.log);
  appContext.shutdown.onClose(() => denied.flush());
  const respond = (context: Context, { problem }: ProblemError): Response => {
    if (problem.code === 'method_not_allowed') context.header('Allow', allowedMethods(context.req.path).join(', '));
    return problemResponse(context, problem);
  };
  app.notFound((context) =>
    respond(context, new ProblemError(allowedMethods(context.req.path).length ? 'method_not_allowed' : 'not_found')),
  );
  app.onError((error, context) => {
    // The client caused this error, so the response must not have a 5xx status, which would raise an alert.
    if (error instanceof ClientDisconnectedError) return new Response(null, { status: CLIENT_CLOSED_REQUEST });
    const problemError = toProblem(error);
    logError(appContext, denied, context, problemError ?? error);
    return respond(context, problemError ?? new ProblemError('internal'));
  });
}

function logError(appContext: AppContext, denied: DeniedRequests, context: Context, error: Error): void {
  const { log } = appContext;
  const requestId = context.get('requestId');
  const route = matchedRoute(context, -1);
  if (!(error instanceof ProblemError)) {
    log.error('unexpected_error', { requestId, route, error: describeError(error) });
    return;
  }
  const { code, status } = error.problem;
  if (DENIED_STATUSES.has(status)) log.info('request_denied', { requestId, route, code });
  if (status === 429) {
    denied.record(clientIpKey(appContext, context), () => ({
      requestId,
      method: context.req.method,
      route,
      status,
      code,
      ...callerKeys(appContext, context),
    }));
  }
  if (error.cause instanceof NotOwnedError) recordDeniedAccess(appContext, context, error.cause);
  if (status >= 500) log.warn('request_failed', { code, route, error: describeError(error.cause ?? error) });
}

function recordDeniedAccess(appContext: AppContext, context: Context, { object }: NotOwnedError): void {
  context.set('isNotOwned', true);
  const fields = { ...callerKeys(appContext, context), ...object };
  const { requestId } = context.var;
  appContext.log.info('request_denied', { requestId, route: matchedRoute(context, -1), code: 'not_owned', ...fields });
  appContext.audit.record('access_denied', fields);
}

/** Connects features that must not import each other: see `SigningMethod` and `SignatureRequestHooks`. */
export const featureHooks: Pick<AppContext, 'signingMethods' | 'signatureRequestHooks'> = {
  signingMethods: { session: sessionMethod, email: emailMethod },
  signatureRequestHooks: emailSigningHooks,
};
