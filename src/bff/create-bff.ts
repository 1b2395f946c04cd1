import { type Context, Hono } from 'hono';
import { routePath as matchedRoute } from 'hono/route';
import { sql } from 'kysely';
import { withinDeadline } from '../upstreams/health/action-deadline.ts';
import { limitAddress } from './access/limit-addresses.ts';
import { refuseCompressed, refuseStrayFetch } from './access/requests-as-expected.ts';
import { documentLinkRoutes } from './contracts/document-link-route.ts';
import { contractDocumentRoutes } from './contracts/document-route.ts';
import { contractEventRoutes } from './contracts/events-route.ts';
import { resumeLinkRoutes } from './contracts/resume-link-route.ts';
import { resumeMailRoutes } from './contracts/resume-mail-route.ts';
import { contractRoutes } from './contracts/route.ts';
import type { Deps } from './deps.ts';
import { hostedRoutes } from './hosted/route.ts';
import { createAllowedMethods } from './http/allowed-methods.ts';
import { createCors } from './http/cors.ts';
import { everyRequest } from './http/every-request.ts';
import { ProblemError, problemResponse } from './http/problem.ts';
import { staticRoutes } from './http/static-files.ts';
import { upstreamProblem } from './http/upstream-problem.ts';
import { letterRoutes } from './letters/route.ts';
import { describeError } from './log.ts';
import { openapiDocument } from './openapi/document.ts';
import { rateRoutes } from './rates/route.ts';
import { signingLetterRoutes } from './signing/letter-route.ts';
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
  app.use(everyRequest(deps));
  // Before the calls under /v1: the loader of version 1 stands there too, and any page may have it.
  app.route('/', staticRoutes(deps.files));
  const cors = createCors(() => deps.partners);
  // In one: each of Hono's middlewares costs a hundredth of a cheap request.
  app.use('/v1/*', async (context, next) => {
    const preflight = cors(context);
    if (preflight) return preflight;
    refuseStrayFetch(context);
    refuseCompressed(context);
    await limitAddress(deps, context);
    // Hono answers HEAD by running GET and dropping the body: a stream that nobody reads would stay open.
    if (context.req.raw.method === 'HEAD') return methodNotAllowed(context);
    return withinDeadline(actionMilliseconds, next);
  });
  app.use('/signing/*', async (context, next) => {
    await limitAddress(deps, context);
    return next();
  });

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
  app.route('/', signingLetterRoutes(deps));
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
          requestId: context.get('requestId'),
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
      requestId: context.get('requestId'),
      route: matchedRoute(context, -1),
      error: describeError(error),
    });
    return problemResponse(context, new ProblemError('internal').problem);
  });
  return app;
};
