import type * as z from 'zod/mini';
import type { Endpoint } from '../../wire/endpoint.ts';
import { refusal } from '../../wire/refusal.ts';
import { createSession, type Session } from '../../wire/session.ts';
import type { Memory } from '../memory.ts';
import { BadDataError } from './bad-data-error.ts';
import type { AnyCallOptions, CallOptions } from './call-options.ts';
import { json } from './json.ts';
import { NetworkError } from './network-error.ts';
import { ProblemError } from './problem-error.ts';
import { createSessionKeeper } from './session-keeper.ts';

export interface BffClientOptions {
  /** The BFF's origin. */
  readonly api: string;
  readonly siteKey: string;
  readonly locale: string;
  readonly memory: Memory;
  /** The secret of a resume link to open the first session with. */
  readonly resume?: string | undefined;
  /** See `WidgetOptions`. */
  readonly proof?: (() => Promise<string>) | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

interface Answers<Response> {
  readonly response: z.ZodMiniType<Response>;
}

/** The way to the BFF. Every answer has passed its wire schema; every failure is one of three error classes. */
export interface BffClient {
  /**
   * @example await client.call(listUtilities, { query: { postalCode: '75201', commodity: 'electric' } })
   * @throws ProblemError, NetworkError, BadDataError; the signal's own reason when `signal` was aborted
   */
  call<E extends Endpoint, R>(endpoint: E & Answers<R>, options: CallOptions<E>): Promise<R>;
  /** The raw response, for a stream or a file. The deadline covers its headers only. Same errors as `call`. */
  open<E extends Endpoint>(
    endpoint: E,
    options: CallOptions<E> & { lastEventId?: string | undefined },
  ): Promise<Response>;
  /** The session in use; opened on the first need, shared by all who ask at once. */
  session(): Promise<Session>;
}

/** Making a contract waits for the upstream, so it may take longer than what only asks; a file, longer than anything. */
const deadline = (endpoint: Endpoint) => (endpoint.file ? 120_000 : endpoint.idempotent ? 30_000 : 15_000);

/** An answer that was no refusal. `text` is empty where a stream or a file is left to be read. */
interface Answered {
  readonly response: Response;
  readonly text: string;
}

/** Makes the client. It sends nothing until it is used. */
export function createBffClient({ api, fetch: own, ...options }: BffClientOptions): BffClient {
  const keeper = createSessionKeeper({
    ...options,
    create: async (body, before) => readThrough(createSession, await transmit(createSession, { body }, before)),
  });

  async function transmit(endpoint: Endpoint, request: AnyCallOptions, token: string | undefined): Promise<Answered> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), deadline(endpoint));
    const { body, file, signal, idempotencyKey, lastEventId } = request;
    const fetch = own ?? request.fetch ?? globalThis.fetch;
    const type = file ? file.type || 'application/octet-stream' : body ? 'application/json' : '';
    let response: Response;
    let text = '';
    try {
      response = await fetch(address(api, endpoint, request), {
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
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
      if (!endpoint.produces || !response.ok) text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      const kind = late.signal.aborted ? 'timeout' : navigator.onLine === false ? 'offline' : 'unreachable';
      throw new NetworkError(kind, error);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return { response, text };
    const { data, error } = refusal.safeParse(json(text));
    if (data) throw new ProblemError(data);
    // A 5xx that is no problem document came from something in front of the BFF: as good as not reached.
    throw response.status >= 500 ? new NetworkError('unreachable') : new BadDataError(endpoint.path, error);
  }

  async function send(endpoint: Endpoint, request: AnyCallOptions): Promise<Answered> {
    const { token } = await keeper.current();
    request.signal?.throwIfAborted();
    try {
      return await transmit(endpoint, request, token);
    } catch (error) {
      if (!(error instanceof ProblemError && error.problem.status === 401)) throw error;
      return transmit(endpoint, request, (await keeper.renew(token)).token);
    }
  }

  return {
    call: async <R>(endpoint: Endpoint & Answers<R>, request: AnyCallOptions) =>
      readThrough(endpoint, await send(endpoint, request)),
    open: async (endpoint: Endpoint, request: AnyCallOptions) => (await send(endpoint, request)).response,
    session: keeper.current,
  };
}

function readThrough<R>({ path, response }: Endpoint & Answers<R>, { text }: Answered): R {
  const { data, error } = response.safeParse(json(text));
  if (error) throw new BadDataError(path, error);
  return data;
}

function address(api: string, { path }: Endpoint, { params = {}, query }: AnyCallOptions): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return `${api}${filled}${query ? `?${new URLSearchParams(query)}` : ''}`;
}
