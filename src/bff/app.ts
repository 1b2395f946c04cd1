import { type Context, Hono } from 'hono';
import { routePath as matchedRoute } from 'hono/route';
import { sql } from 'kysely';
import { withDeadline } from '../upstreams/resilience/deadline.ts';
import type { AppContext } from './app-context.ts';
import { sessionRoutes } from './auth/routes.ts';
import { authorizationRoutes } from './authorizations/routes.ts';
import { contractEventRoutes } from './contract-events/routes.ts';
import { documentLinkRoutes } from './contracts/document-link-routes.ts';
import { contractDocumentRoutes } from './contracts/document-routes.ts';
import { resumeEmailRoutes } from './contracts/resume-email-routes.ts';
import { resumeLinkRoutes } from './contracts/resume-link-routes.ts';
import { contractRoutes } from './contracts/routes.ts';
import { emailSigningRoutes } from './email-signing/routes.ts';
import { hostedPageRoutes } from './hosted-page/routes.ts';
import { createAllowedMethods } from './http/allowed-methods.ts';
import { ProblemError, problemResponse } from './http/problem.ts';
import { staticRoutes } from './http/static-files.ts';
import { upstreamProblem } from './http/upstream-problem.ts';
import { describeError } from './log.ts';
import { createCors } from './middleware/cors.ts';
import { rateLimitIp } from './middleware/rate-limit-ip.ts';
import { rejectCompressedBody, requireCorsRequest } from './middleware/request-guards.ts';
import { requestLogger } from './middleware/request-logger.ts';
import { openapiDocument } from './openapi/document.ts';
import { rateRoutes } from './rates/routes.ts';
import { signingReturnRoutes } from './signing/return-routes.ts';
import { signingRoutes } from './signing/routes.ts';
import { uploadRoutes } from './uploads/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Not who they say, not allowed here, too often: what an operator counts to see an attack. */
const DENIED_STATUSES: ReadonlySet<number> = new Set([401, 403, 429]);

/** How long a person waits for all that one request asks upstream, in milliseconds: less than an intent's lease. */
const REQUEST_TIMEOUT_MS = 25_000;

/**
 * The server behind the widget, as a Hono app: no port, no file, no clock of its own. Call it without a server in tests.
 *
 * @example const app = createApp(appContext); await app.request('/healthz')
 */
export function createApp(appContext: AppContext): Hono {
  const app = new Hono();
  app.use(requestLogger(appContext));
  // Before the calls under /v1: the loader of version 1 stands there too, and any page may have it.
  app.route('/', staticRoutes(appContext.staticFiles));
  const cors = createCors(() => appContext.partners);
  // In one: each of Hono's middlewares costs a hundredth of a cheap request.
  app.use('/v1/*', async (context, next) => {
    const preflight = cors(context);
    if (preflight) return preflight;
    requireCorsRequest(context);
    rejectCompressedBody(context);
    await rateLimitIp(appContext, context);
    // Hono answers HEAD by running GET and dropping the body: a stream that nobody reads would stay open.
    if (context.req.raw.method === 'HEAD') return methodNotAllowed(context);
    return withDeadline(REQUEST_TIMEOUT_MS, next);
  });
  app.use('/signing/*', async (context, next) => {
    await rateLimitIp(appContext, context);
    return next();
  });

  app.route('/', sessionRoutes(appContext));
  app.route('/', rateRoutes(appContext));
  app.route('/', uploadRoutes(appContext));
  app.route('/', contractRoutes(appContext));
  app.route('/', contractEventRoutes(appContext));
  app.route('/', contractDocumentRoutes(appContext));
  app.route('/', documentLinkRoutes(appContext));
  app.route('/', resumeLinkRoutes(appContext));
  app.route('/', resumeEmailRoutes(appContext));
  app.route('/', signingRoutes(appContext));
  app.route('/', emailSigningRoutes(appContext));
  app.route('/', signingReturnRoutes(appContext));
  app.route('/', authorizationRoutes(appContext));
  app.route('/', hostedPageRoutes(appContext));
  app.route('/', webhookRoutes(appContext));
  app.get('/openapi.json', (context) => {
    context.header('Access-Control-Allow-Origin', '*');
    return context.json(openapiDocument(appContext.publicOrigin));
  });
  app.get('/healthz', (context) => context.text('ok'));
  // Ready when the store answers and it is not leaving; never because an upstream does: a restart would not mend it.
  app.get('/readyz', async (context) => {
    if (appContext.shutdown.isDraining) return context.text('draining', 503);
    await sql`select 1`.execute(appContext.store);
    return context.text('ready');
  });

  const methodNotAllowed = (context: Context): Response => {
    context.header('Allow', allowedMethods(context.req.path).join(', '));
    return problemResponse(context, new ProblemError('method_not_allowed').problem);
  };
  let allowedMethods: ReturnType<typeof createAllowedMethods> = (path) => {
    // Made when first asked for: whoever put this app together may have added routes since.
    allowedMethods = createAllowedMethods(app);
    return allowedMethods(path);
  };
  app.notFound((context) =>
    allowedMethods(context.req.path).length
      ? methodNotAllowed(context)
      : problemResponse(context, new ProblemError('not_found').problem),
  );
  app.onError((error, context) => {
    const problem = error instanceof ProblemError ? error : upstreamProblem(error);
    if (problem) {
      const { cause } = problem;
      if (DENIED_STATUSES.has(problem.problem.status)) {
        appContext.log.info('request_denied', {
          requestId: context.get('requestId'),
          route: matchedRoute(context, -1),
          code: problem.problem.code,
        });
      }
      if (problem.problem.status >= 500) {
        appContext.log.warn('request_failed', {
          code: problem.problem.code,
          route: matchedRoute(context, -1),
          error: describeError(cause ?? problem),
        });
      }
      return problemResponse(context, problem.problem);
    }
    appContext.log.error('unexpected_error', {
      requestId: context.get('requestId'),
      route: matchedRoute(context, -1),
      error: describeError(error),
    });
    return problemResponse(context, new ProblemError('internal').problem);
  });
  return app;
}
