import type * as z from 'zod/mini';
import type { Endpoint } from '../../wire/endpoint.ts';
import { looseProblem } from '../../wire/problem.ts';
import { createSession, type Session } from '../../wire/session.ts';
import type { SessionStore } from '../session-storage.ts';
import type { AnyCallOptions, CallOptions } from './call-options.ts';
import { InvalidResponseError } from './invalid-response-error.ts';
import { NetworkError } from './network-error.ts';
import { parseJson } from './parse-json.ts';
import { ProblemError } from './problem-error.ts';
import { createSessionManager } from './session-manager.ts';

export interface ApiClientOptions {
  /** The BFF's origin. */
  readonly api: string;
  readonly siteKey: string;
  readonly locale: string;
  readonly sessionStore: SessionStore;
  /** The secret of a resume link to open the first session with. */
  readonly resumeToken?: string | undefined;
  /** See `WidgetOptions`. */
  readonly botCheckToken?: (() => Promise<string>) | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

interface HasResponse<Response> {
  readonly response: z.ZodMiniType<Response>;
}

/** The way to the BFF. Every answer has passed its wire schema; every failure is one of three error classes. */
export interface ApiClient {
  /**
   * @example await client.call(listUtilities, { query: { postalCode: '75201', commodity: 'electric' } })
   * @throws ProblemError, NetworkError, BadDataError; the signal's own reason when `signal` was aborted
   */
  call<E extends Endpoint, R>(endpoint: E & HasResponse<R>, options: CallOptions<E>): Promise<R>;
  /** The raw response, for a stream or a file. The deadline covers its headers only. Same errors as `call`. */
  open<E extends Endpoint>(
    endpoint: E,
    options: CallOptions<E> & { lastEventId?: string | undefined },
  ): Promise<Response>;
  /** The session in use; opened on the first need, shared by all who ask at once. */
  session(): Promise<Session>;
}

/** Making a contract waits for the upstream, so it may take longer than what only asks; a file, longer than anything. */
const timeoutMsFor = (endpoint: Endpoint) => (endpoint.file ? 120_000 : endpoint.idempotent ? 30_000 : 15_000);

/** An answer that was no refusal. `text` is empty where a stream or a file is left to be read. */
interface RawResponse {
  readonly response: Response;
  readonly text: string;
}

/** Makes the client. It sends nothing until it is used. */
export function createApiClient({ api, fetch: fetchOverride, ...options }: ApiClientOptions): ApiClient {
  const sessionManager = createSessionManager({
    ...options,
    create: async (body, previousToken) =>
      parseResponse(createSession, await sendWithToken(createSession, { body }, previousToken)),
  });

  async function sendWithToken(
    endpoint: Endpoint,
    request: AnyCallOptions,
    token: string | undefined,
  ): Promise<RawResponse> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMsFor(endpoint));
    const { body, file, signal, idempotencyKey, lastEventId } = request;
    const fetch = fetchOverride ?? request.fetch ?? globalThis.fetch;
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
    // A 5xx that is no problem document came from something in front of the BFF: as good as not reached.
    throw response.status >= 500 ? new NetworkError('unreachable') : new InvalidResponseError(endpoint.path, error);
  }

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

function parseResponse<R>({ path, response }: Endpoint & HasResponse<R>, { text }: RawResponse): R {
  const { data, error } = response.safeParse(parseJson(text));
  if (error) throw new InvalidResponseError(path, error);
  return data;
}

function buildUrl(api: string, { path }: Endpoint, { params = {}, query }: AnyCallOptions): string {
  const resolvedPath = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return `${api}${resolvedPath}${query ? `?${new URLSearchParams(query)}` : ''}`;
}
