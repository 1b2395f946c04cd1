import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type * as z from 'zod/mini';
import type { BodyOf, Endpoint, PathParam, QueryOf } from '../../wire/endpoint.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { hasEnded } from '../auth/ended-sessions.ts';
import { toHonoPath } from '../http/hono.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody, validate } from '../http/request-body.ts';
import { noStore } from '../http/response-headers.ts';

/** An authenticated request, before its body is read. */
export interface CallerRequest<E extends Endpoint> {
  readonly context: Context;
  readonly caller: E['session'] extends true ? Caller : undefined;
  readonly params: { readonly [name in PathParam<E['path']>]: string };
}

export interface RouteRequest<E extends Endpoint, Resource = undefined> extends CallerRequest<E> {
  /** The resource that the route's `load` returned. */
  readonly resource: Resource;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly idempotencyKey: E extends { readonly idempotent: true } ? string : undefined;
}

type ResponseBody<E extends Endpoint> = E['response'] extends z.ZodMiniType ? z.infer<E['response']> : never;

/** Returns the JSON of a successful response, or a complete `Response` for other media types. */
export type RouteHandler<E extends Endpoint, Resource> = (
  request: RouteRequest<E, Resource>,
) => Promise<ResponseBody<E> | Response> | ResponseBody<E> | Response;

interface RouteOptions<E extends Endpoint, Resource> {
  /**
   * Loads the resource in the path before the body is read, so that a caller who may not access it receives 404 for any
   * body.
   *
   * @throws ProblemError not_found
   */
  readonly load?: (request: CallerRequest<E>) => Promise<Resource>;
  /** Replaces `readBody`, for example with a cached parser. */
  readonly parseBody?: (context: Context) => Promise<BodyOf<E>>;
}

export interface Router {
  readonly app: Hono;
  route<E extends Endpoint, Resource = undefined>(
    endpoint: E,
    options: RouteOptions<E, Resource>,
    handler: RouteHandler<E, Resource>,
  ): void;
  route<E extends Endpoint>(endpoint: E, handler: RouteHandler<E, undefined>): void;
}

type RouterContext = Parameters<typeof authenticate>[1] & Pick<AppContext, 'store'>;

/**
 * Creates routes from the endpoint table. A route authenticates the caller, loads the resource, validates the query
 * and the body, and responds with the endpoint's status and `Cache-Control: no-store`. Errors that the handler throws
 * become problems: see `app.ts`.
 *
 * @example
 * const { app, route } = createRouter(appContext);
 * route(createResumeLink, { load }, ({ caller, resource, body }) => issueResumeLink(caller, resource.id,
 * body.returnTo));
 */
export function createRouter(appContext: RouterContext): Router {
  const app = new Hono();
  function route<E extends Endpoint, Resource>(
    endpoint: E,
    ...[first, second]: [RouteHandler<E, undefined>] | [RouteOptions<E, Resource>, RouteHandler<E, Resource>]
  ): void {
    const [options, handler] = typeof first === 'function' ? [{}, first] : [first, second];
    const respond = createResponder(endpoint, options, appContext);
    app.on(endpoint.method, toHonoPath(endpoint.path), (context) =>
      respond(context, handler as RouteHandler<E, unknown>),
    );
  }
  return { app, route };
}

function createResponder<E extends Endpoint, Resource>(
  endpoint: E,
  { load, parseBody }: RouteOptions<E, Resource>,
  appContext: RouterContext,
) {
  return async (context: Context, handler: RouteHandler<E, unknown>): Promise<Response> => {
    rejectHead(context);
    noStore(context);
    const caller = endpoint.session ? await authenticate(context, appContext) : undefined;
    const idempotencyKey = endpoint.idempotent && requireIdempotencyKey(context);
    const query = endpoint.query && validate(endpoint.query, context.req.query());
    // The fields have their declared types, because the endpoint determines which of them are present.
    const callerRequest = { context, caller, params: context.req.param() } as CallerRequest<E>;
    let resource = await load?.(callerRequest);
    const body = parseBody ? await parseBody(context) : endpoint.body && (await readBody(context, endpoint.body));
    // A body can take half a minute. Access may have ended, or the resource may have been erased, in the meantime.
    if (body !== undefined && caller && appContext.endedSessions.isEnded(caller.sessionId))
      throw new ProblemError('session_ended');
    if (caller && (load || endpoint.idempotent) && endpoint.method !== 'GET')
      await requireCurrentSession(appContext, caller);
    if (body !== undefined && load) resource = await load(callerRequest);
    const request = { ...callerRequest, resource, query, body, idempotencyKey } as RouteRequest<E, unknown>;
    const result = await handler(request);
    return isResponse(result) ? result : context.json(result, endpoint.status);
  };
}

/**
 * Checks in the store that the session has not ended, because another process may have just ended it. Called only
 * before a change. Reads are still allowed during the few seconds until this process has refreshed its list of ended
 * sessions.
 *
 * @throws ProblemError session_ended
 */
async function requireCurrentSession(
  { store }: Pick<RouterContext, 'store'>,
  { sessionId }: Pick<Caller, 'sessionId'>,
): Promise<void> {
  if (await hasEnded(store, sessionId)) throw new ProblemError('session_ended');
}

/**
 * The server adapter's marker is not an instance of the global `Response`, because the adapter replaces that class.
 */
const isResponse = (result: unknown): result is Response =>
  result instanceof Response || result === RESPONSE_ALREADY_SENT;

/**
 * Rejects HEAD. Hono would run the GET handler and discard the body: a stream that no one reads would stay open, and
 * an upstream would send a document that no one needs.
 *
 * @throws ProblemError method_not_allowed
 */
export function rejectHead(context: Context): void {
  if (context.req.raw.method === 'HEAD') throw new ProblemError('method_not_allowed');
}

/** @throws ProblemError idempotency_key_required */
function requireIdempotencyKey(context: Context): string {
  const key = context.req.header('Idempotency-Key') ?? '';
  if (!/^[\w-]{16,64}$/.test(key)) throw new ProblemError('idempotency_key_required');
  return key;
}
