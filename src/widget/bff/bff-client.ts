import type * as z from 'zod/mini';
import type { Endpoint } from '../../wire/endpoint.ts';
import { problem } from '../../wire/problem.ts';
import { createSession, type Session } from '../../wire/session.ts';
import type { Memory } from '../memory.ts';
import { BadDataError } from './bad-data-error.ts';
import type { AnyCallOptions, CallOptions } from './call-options.ts';
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

/** Makes the client. It sends nothing until it is used. */
export function createBffClient(options: BffClientOptions): BffClient {
  const { api, siteKey, locale, memory, resume, proof, fetch: own } = options;
  const keeper = createSessionKeeper({
    siteKey,
    locale,
    memory,
    resume,
    proof,
    create: (body, before) =>
      transmit(createSession, { body }, before, (response) => readThrough(createSession, response)),
  });

  async function transmit<T>(
    endpoint: Endpoint,
    request: AnyCallOptions,
    token: string | undefined,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), deadline(endpoint));
    const { body, file, signal, idempotencyKey, lastEventId } = request;
    const fetch = own ?? request.fetch ?? globalThis.fetch.bind(globalThis);
    const content = file ?? (body === undefined ? undefined : JSON.stringify(body));
    try {
      const response = await fetch(address(api, endpoint, request), {
        method: endpoint.method,
        headers: {
          accept: endpoint.produces ?? 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
          ...(content !== undefined && {
            'content-type': file ? file.type || 'application/octet-stream' : 'application/json',
          }),
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
          ...(lastEventId && { 'last-event-id': lastEventId }),
        },
        ...(content !== undefined && { body: content }),
        credentials: 'omit',
        cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
      if (!response.ok) throw await refusal(endpoint, response);
      return await read(response);
    } catch (error) {
      signal?.throwIfAborted();
      if (late.signal.aborted) throw new NetworkError('timeout', error);
      if (error instanceof ProblemError || error instanceof BadDataError || error instanceof NetworkError) throw error;
      throw new NetworkError(navigator.onLine === false ? 'offline' : 'unreachable', error);
    } finally {
      clearTimeout(timer);
    }
  }

  async function send<T>(endpoint: Endpoint, request: AnyCallOptions, read: (response: Response) => Promise<T>) {
    if (!endpoint.session) return transmit(endpoint, request, undefined, read);
    const { token } = await keeper.current();
    request.signal?.throwIfAborted();
    try {
      return await transmit(endpoint, request, token, read);
    } catch (error) {
      if (!(error instanceof ProblemError && error.problem.status === 401)) throw error;
      return transmit(endpoint, request, (await keeper.renew(token)).token, read);
    }
  }

  function call<E extends Endpoint, R>(endpoint: E & Answers<R>, options: CallOptions<E>): Promise<R>;
  function call<R>(endpoint: Endpoint & Answers<R>, request: AnyCallOptions): Promise<R> {
    return send(endpoint, request, (response) => readThrough(endpoint, response));
  }

  function open<E extends Endpoint>(endpoint: E, options: CallOptions<E>): Promise<Response>;
  function open(endpoint: Endpoint, request: AnyCallOptions): Promise<Response> {
    return send(endpoint, request, async (response) => response);
  }

  return { call, open, session: keeper.current };
}

async function readThrough<R>(endpoint: Endpoint & Answers<R>, response: Response): Promise<R> {
  const parsed = endpoint.response.safeParse(await json(response));
  if (!parsed.success) throw new BadDataError(endpoint.path, parsed.error);
  return parsed.data;
}

function address(api: string, { path }: Endpoint, { params = {}, query }: AnyCallOptions): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return `${api}${filled}${query ? `?${new URLSearchParams(query)}` : ''}`;
}

/** Broken JSON becomes `undefined`, which no schema lets pass; a broken connection stays an error of the network. */
async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A 5xx that is no problem document came from something in front of the BFF: as good as not reached. */
async function refusal(endpoint: Endpoint, response: Response): Promise<Error> {
  const parsed = problem.safeParse(await json(response));
  if (parsed.success) return new ProblemError(parsed.data);
  return response.status >= 500 ? new NetworkError('unreachable') : new BadDataError(endpoint.path, parsed.error);
}
