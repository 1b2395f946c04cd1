import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { routePath as matchedRoute } from 'hono/route';
import { sql } from 'kysely';
import { withinDeadline } from '../upstreams/health/action-deadline.ts';
import { limitAddresses } from './access/limit-addresses.ts';
import { refuseCompressed, refuseStrayFetches } from './access/requests-as-expected.ts';
import { documentLinkRoutes } from './contracts/document-link-route.ts';
import { contractDocumentRoutes } from './contracts/document-route.ts';
import { contractEventRoutes } from './contracts/events-route.ts';
import { resumeLinkRoutes } from './contracts/resume-link-route.ts';
import { resumeMailRoutes } from './contracts/resume-mail-route.ts';
import { contractRoutes } from './contracts/route.ts';
import type { Deps } from './deps.ts';
import { hostedRoutes } from './hosted/route.ts';
import { createAllowedMethods } from './http/allowed-methods.ts';
import { cors } from './http/cors.ts';
import { ProblemError, problemResponse } from './http/problem.ts';
import { securityHeaders } from './http/security-headers.ts';
import { staticRoutes } from './http/static-files.ts';
import { upstreamProblem } from './http/upstream-problem.ts';
import { letterRoutes } from './letters/route.ts';
import { describeError } from './log.ts';
import { openapiDocument } from './openapi/document.ts';
import { rateRoutes } from './rates/route.ts';
import { signingReturnRoutes } from './signing/return-route.ts';
import { signingRoutes } from './signing/route.ts';
import { siteRoutes } from './sites/route.ts';
import { uploadRoutes } from './uploads/route.ts';
import { webhookRoutes } from './webhooks/route.ts';

/** Not who they say, not allowed here, too often: what an operator counts to see an attack. */
const turnedAway: ReadonlySet<number> = new Set([401, 403, 429]);

/** How long a person waits for all that one request asks upstream, in milliseconds: less than an intent's lease. */
const actionMilliseconds = 25_000;

/**
 * The server behind the widget, as a Hono app: no port, no file, no clock of its own. Call it without a server in tests.
 *
 * @example const bff = createBff(deps); await bff.request('/healthz')
 */
export const createBff = (deps: Deps): Hono => {
  const app = new Hono();
  app.use(async (context, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    context.header('X-Request-Id', requestId);
    await next();
    const route = matchedRoute(context, -1);
    const { status } = context.res;
    const milliseconds = performance.now() - started;
    deps.metrics.request(route, status, milliseconds / 1000);
    deps.log.info('request', {
      requestId,
      method: context.req.method,
      route,
      status,
      milliseconds: Math.round(milliseconds),
    });
  });
  app.use(securityHeaders(deps.publicOrigin));
  app.use(refuseCompressed);
  // Before the calls under /v1: the loader of version 1 stands there too, and any page may have it.
  app.route('/', staticRoutes(deps.files));
  app.use(
    '/v1/*',
    cors(() => deps.partners),
  );
  app.use('/v1/*', refuseStrayFetches);
  for (const path of ['/v1/*', '/signing/*']) app.use(path, limitAddresses(deps));
  // Hono answers HEAD by running GET and dropping the body: a stream that nobody reads would stay open.
  app.use('/v1/*', async (context, next) => (context.req.raw.method === 'HEAD' ? methodNotAllowed(context) : next()));

  app.use('/v1/*', (_, next) => withinDeadline(actionMilliseconds, next));

  app.route('/', siteRoutes(deps));
  app.route('/', rateRoutes(deps));
  app.route('/', uploadRoutes(deps));
  app.route('/', contractRoutes(deps));
  app.route('/', contractEventRoutes(deps));
  app.route('/', contractDocumentRoutes(deps));
  app.route('/', documentLinkRoutes(deps));
  app.route('/', resumeLinkRoutes(deps));
  app.route('/', resumeMailRoutes(deps));
  app.route('/', signingRoutes(deps));
  app.route('/', signingReturnRoutes(deps));
  app.route('/', letterRoutes(deps));
  app.route('/', hostedRoutes(deps));
  app.route('/', webhookRoutes(deps));
  app.get('/openapi.json', (context) => {
    context.header('Access-Control-Allow-Origin', '*');
    return context.json(openapiDocument(deps.publicOrigin));
  });
  app.get('/healthz', (context) => context.text('ok'));
  // Ready when the store answers and it is not leaving; never because an upstream does: a restart would not mend it.
  app.get('/readyz', async (context) => {
    if (deps.drain.isLeaving) return context.text('leaving', 503);
    await sql`select 1`.execute(deps.store);
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
      if (turnedAway.has(problem.problem.status)) {
        deps.log.info('turned_away', {
          requestId: context.res.headers.get('X-Request-Id') ?? '',
          route: matchedRoute(context, -1),
          code: problem.problem.code,
        });
      }
      if (problem.problem.status >= 500) {
        deps.log.warn('problem', {
          code: problem.problem.code,
          route: matchedRoute(context, -1),
          error: describeError(cause ?? problem),
        });
      }
      return problemResponse(context, problem.problem);
    }
    deps.log.error('unexpected', {
      requestId: context.res.headers.get('X-Request-Id') ?? '',
      route: matchedRoute(context, -1),
      error: describeError(error),
    });
    return problemResponse(context, new ProblemError('internal').problem);
  });
  return app;
};
