import type * as z from 'zod/mini';
import type { BodyOf, Endpoint, PathParam, QueryOf } from '../../wire/endpoint.ts';
import { looseProblem } from '../../wire/problem.ts';
import { createSession, type Session } from '../../wire/session.ts';
import type { LinkSecret } from '../link-secret.ts';
import type { SessionStore } from '../session-storage.ts';
import { NetworkError, ProblemError } from './errors.ts';
import { createSessionManager, parseJson } from './session-manager.ts';

export interface ApiClientOptions {
  /** The BFF's origin. */
  readonly api: string;
  readonly siteKey: string;
  readonly locale: string;
  readonly sessionStore: SessionStore;
  /** See `SessionManagerOptions`. */
  readonly link?: (() => LinkSecret | undefined) | undefined;
  /** See `WidgetOptions.proof`. */
  readonly botCheckToken?: (() => Promise<string>) | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * Called when the session has ended and can no longer be renewed. The new session has no access to the old session's
   * contracts.
   */
  readonly onSessionEnded?: (() => void) | undefined;
  /** Receives the seconds to wait when a quota has been reached. */
  readonly onQuotaReached?: ((seconds: number) => void) | undefined;
}

type If<Condition, Fields> = Condition extends true ? Fields : object;
type HasKey<E, Key extends keyof Endpoint> = E extends { readonly [K in Key]: z.ZodMiniType | true } ? true : false;
type HasParameter<E extends Endpoint> = [PathParam<E['path']>] extends [never] ? false : true;

/**
 * A file to send as the request body, and a `fetch` that can report the upload progress. `ApiClientOptions.fetch` takes
 * precedence over this `fetch`.
 */
interface FileOptions {
  readonly file: Blob;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Options of a call. The endpoint determines which of `params`, `query`, `body`, `file` and `idempotencyKey` are
 * required.
 */
type CallOptions<E extends Endpoint> = If<HasParameter<E>, { readonly params: Record<PathParam<E['path']>, string> }> &
  If<HasKey<E, 'query'>, { readonly query: QueryOf<E> }> &
  If<HasKey<E, 'body'>, { readonly body: BodyOf<E> }> &
  If<E extends { readonly file: readonly string[] } ? true : false, FileOptions> &
  If<HasKey<E, 'idempotent'>, { readonly idempotencyKey: string }> & { readonly signal?: AbortSignal | undefined };

interface AnyCallOptions extends Partial<FileOptions> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface HasResponse<Response> {
  readonly response: z.ZodMiniType<Response>;
}

/**
 * Client for the BFF. `call` validates each response against its schema. A call that fails throws one of three errors,
 * unless it was aborted.
 */
export interface ApiClient {
  /**
   * Sends a request with the session token and returns the validated response. If the server is overloaded, the
   * request is sent once more after the wait that the server specifies.
   *
   * @throws ProblemError when the BFF responds with a problem document
   * @throws NetworkError when there is no response from the BFF
   * @throws InvalidResponseError when the response does not match its schema
   * @throws the abort reason when `signal` was aborted
   * @example await client.call(listUtilities, { query: { postalCode: '75201', commodity: 'electric' } })
   */
  call<E extends Endpoint, R>(endpoint: E & HasResponse<R>, options: CallOptions<E>): Promise<R>;
  /**
   * Sends a request and returns the raw response, for a stream or a file. The timeout covers only the wait for the
   * headers. Throws the same errors as `call`, but does not validate the body of a 2xx response.
   */
  open<E extends Endpoint>(
    endpoint: E,
    options: CallOptions<E> & { lastEventId?: string | undefined },
  ): Promise<Response>;
  /** Returns the current session. The first call restores or creates the session, and concurrent calls share it. */
  session(): Promise<Session>;
}

/** Idempotent mutations wait for the upstream, so they may take longer than queries. Uploads may take longer still. */
const timeoutMsFor = (endpoint: Endpoint) => (endpoint.file ? 120_000 : endpoint.idempotent ? 30_000 : 15_000);

/** A 2xx response. `text` is empty when the body is a stream or a file, which the caller reads. */
interface RawResponse {
  readonly response: Response;
  readonly text: string;
}

/** Creates the client. The client sends no request before the first call. */
export function createApiClient({ api, fetch, onQuotaReached, ...options }: ApiClientOptions): ApiClient {
  const sendWithToken = (
    endpoint: Endpoint,
    request: AnyCallOptions,
    token: string | undefined,
    isRetry = false,
  ): Promise<RawResponse> =>
    sendRequest(api, endpoint, { ...request, fetch: fetch ?? request.fetch }, token).catch(async (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      const { code, retryAfter = 0 } = error.problem;
      if (code === 'quota_reached') onQuotaReached?.(retryAfter);
      // An overloaded server has not processed the request.
      if (code !== 'overloaded' || isRetry) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
      return sendWithToken(endpoint, request, token, true);
    });
  const sessionManager = createSessionManager({
    ...options,
    create: async (body, previousToken) =>
      parseResponse(createSession, await sendWithToken(createSession, { body }, previousToken)),
  });

  async function send(endpoint: Endpoint, request: AnyCallOptions): Promise<RawResponse> {
    const { token } = await sessionManager.current();
    request.signal?.throwIfAborted();
    try {
      return await sendWithToken(endpoint, request, token);
    } catch (error) {
      if (!(error instanceof ProblemError && error.problem.status === 401)) throw error;
      return sendWithToken(endpoint, request, (await sessionManager.renew(token)).token);
    }
  }

  return {
    call: async <R>(endpoint: Endpoint & HasResponse<R>, request: AnyCallOptions) =>
      parseResponse(endpoint, await send(endpoint, request)),
    open: async (endpoint: Endpoint, request: AnyCallOptions) => (await send(endpoint, request)).response,
    session: sessionManager.current,
  };
}

async function sendRequest(
  api: string,
  endpoint: Endpoint,
  request: AnyCallOptions,
  token: string | undefined,
): Promise<RawResponse> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMsFor(endpoint));
  const { body, file, signal, idempotencyKey, lastEventId, fetch = globalThis.fetch } = request;
  const type = file ? file.type || 'application/octet-stream' : body ? 'application/json' : '';
  let response: Response;
  let text = '';
  try {
    response = await fetch(buildUrl(api, endpoint, request), {
      method: endpoint.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(type && { 'content-type': type }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        ...(lastEventId && { 'last-event-id': lastEventId }),
      },
      body: file ?? JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal,
    });
    if (!endpoint.produces || !response.ok) text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    const kind = timeout.signal.aborted ? 'timeout' : navigator.onLine === false ? 'offline' : 'unreachable';
    throw new NetworkError(kind, error);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return { response, text };
  const { data, error } = looseProblem.safeParse(parseJson(text));
  if (data) throw new ProblemError(data);
  // A 5xx response without a problem document comes from a proxy in front of the BFF.
  throw response.status >= 500
    ? new NetworkError('unreachable', error)
    : new InvalidResponseError(endpoint.path, error);
}

function parseResponse<R>({ path, response }: Endpoint & HasResponse<R>, { text }: RawResponse): R {
  const { data, error } = response.safeParse(parseJson(text));
  if (error) throw new InvalidResponseError(path, error);
  return data;
}

function buildUrl(api: string, { path }: Endpoint, { params = {}, query }: AnyCallOptions): string {
  const resolvedPath = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return `${api}${resolvedPath}${query ? `?${new URLSearchParams(query)}` : ''}`;
}

/** Occurs when a response does not match its schema, which means that the BFF or a proxy is faulty. */
export class InvalidResponseError extends Error {
  override name = 'InvalidResponseError';

  /** @param path path template of the endpoint, with placeholders, so that the error contains no identifiers */
  constructor(path: string, cause: unknown) {
    super(`${path} sent a response that does not match its schema`, { cause });
  }
}
