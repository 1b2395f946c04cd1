import type { HttpResponseResolver } from 'msw';
import { NotAuthorizedError, type Partner } from './authenticate.ts';
import type { JournalEntry } from './journal.ts';
import type { SimulatorState } from './simulator-state.ts';

export interface RequestContext {
  readonly request: Request;
  readonly url: URL;
  /** Returns a path parameter, or an empty string if the path does not contain the parameter. */
  param(name: string): string;
  /** Sets the journal's summary of the request. The summary must not contain personal data. */
  annotate(summary: string, detail?: JournalEntry['detail']): void;
}

type Resolver = (context: RequestContext) => Response | Promise<Response>;

/** Returns an error response in the format that we assume for My Service Cloud. */
export const errorResponse = (status: number, code: string, message: string): Response =>
  Response.json({ error: { code, message } }, { status });

/**
 * Handles a request and records it in the journal.
 *
 * @param journalPath path to record instead of the actual path, if the actual path contains a secret
 */
export function withJournal(
  state: SimulatorState,
  kind: JournalEntry['kind'],
  resolve: Resolver,
  journalPath?: string,
): HttpResponseResolver {
  return async ({ request, params }) => {
    const startedAt = performance.now();
    const url = new URL(request.url);
    let summary: string | undefined;
    let detail: JournalEntry['detail'];
    const context: RequestContext = {
      request,
      url,
      param: (name) => (typeof params[name] === 'string' ? params[name] : ''),
      annotate: (newSummary, newDetail) => {
        summary = newSummary;
        detail = newDetail;
      },
    };
    const response = await Promise.resolve(resolve(context)).catch((error: unknown) =>
      errorResponse(500, 'internal', error instanceof Error ? error.name : 'unknown'),
    );
    const path = journalPath ?? url.pathname + url.search;
    state.journal.record({
      kind,
      summary: summary ?? `${request.method} ${path}`,
      method: request.method,
      path,
      status: response.status,
      durationMs: Math.round(performance.now() - startedAt),
      detail,
    });
    return response;
  };
}

/**
 * Like `withJournal`, for My Service Cloud's own APIs: applies the scenario's latency and outages, and authenticates
 * the partner.
 */
export function withPartner(
  state: SimulatorState,
  service: 'pricing' | 'contracting',
  resolve: (context: RequestContext, partner: Partner) => Response | Promise<Response>,
): HttpResponseResolver {
  return withJournal(state, 'request', async (context) => {
    await state.scheduler.delay(state.scenario.current().latencyMs);
    if (state.scenario.current()[service] === 'down') {
      context.annotate(`${service} is down`);
      return errorResponse(503, 'unavailable', `The ${service} service is down.`);
    }
    const environment = context.param('environment') === 'live' ? 'live' : 'test';
    try {
      return await resolve(context, await state.authenticate(context.request, environment));
    } catch (error) {
      if (!(error instanceof NotAuthorizedError)) throw error;
      context.annotate(`denied: ${error.code}`);
      return errorResponse(401, error.code, error.message);
    }
  });
}

const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a request may control the simulator: it has no `Origin` header, or its origin is a loopback address. */
function isLoopbackRequest(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin === null || loopback.test(origin);
}

/**
 * Sets CORS headers, so that only pages on a loopback origin can read the response
 * (https://fetch.spec.whatwg.org/#http-cors-protocol).
 */
function withCors(request: Request, response: Response): Response {
  const origin = request.headers.get('origin');
  response.headers.set('vary', 'origin');
  if (origin === null || !loopback.test(origin)) return response;
  response.headers.set('access-control-allow-origin', origin);
  response.headers.set('access-control-allow-methods', 'GET, PUT, POST');
  response.headers.set('access-control-allow-headers', 'content-type, last-event-id');
  response.headers.set('access-control-max-age', '600');
  return response;
}

/** Wraps a handler of the control API. `id` is the path parameter, or an empty string if the path has no ID. */
export const withControlAccess =
  (resolve: (request: Request, id: string) => Response | Promise<Response>): HttpResponseResolver =>
  async ({ request, params }) => {
    if (!isLoopbackRequest(request))
      return errorResponse(403, 'origin_not_allowed', 'Only pages on this machine can control the simulator.');
    return withCors(request, await resolve(request, typeof params.id === 'string' ? params.id : ''));
  };
