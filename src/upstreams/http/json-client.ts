import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance, type Options } from 'ky';
import type { z } from 'zod';
import { createRetryBudget, remainingDeadlineMs } from './call-limits.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import { type UpstreamErrors, UpstreamRejectedError, UpstreamUnavailableError } from './errors.ts';
import { toReadableStream, trackConsumption } from './file-stream.ts';
import { parseResponse, readText, statusError, toUpstreamError } from './read-response.ts';

/** How long a call may take: each attempt, and the whole call with its retries. */
export interface CallTimeouts {
  readonly attemptMs: number;
  readonly totalMs: number;
}

/**
 * The outcome of one call, for metrics. `circuit_open` and `call_ceiling`: the call was not sent, because too many
 * earlier calls failed, or were sent within a minute.
 */
export interface UpstreamCall {
  readonly api: string;
  readonly operation: string;
  readonly outcome: 'ok' | 'rejected' | 'invalid_response' | UpstreamUnavailableError['reason'];
  readonly durationMs: number;
}

export interface JsonClientOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly timeouts: CallTimeouts;
  /** Responses that are larger are treated as invalid. */
  readonly maxResponseBytes: number;
  readonly errors: UpstreamErrors;
  /** The API's name in metrics. */
  readonly api: string;
  /**
   * Returns the headers that authorize one attempt. Called for each attempt, because a signed token may work only
   * once.
   */
  readonly authorize?: () => Promise<Record<string, string>>;
  /**
   * Maximum retries of a GET request. Other requests are retried only if the call sets ky's `retry` option. Default:
   * 1.
   */
  readonly maxRetries?: 0 | 1;
  /** Limits the number of calls: returns 0, or the milliseconds to wait before the call may be sent. */
  readonly admit?: ((operation: string) => number) | undefined;
  /** Receives the outcome of each call, including a call that was not sent. */
  readonly observe?: ((call: UpstreamCall) => void) | undefined;
}

export interface CallOptions extends Options {
  /** Extracts a code from the body of a rejection (4xx). It must be from a closed list, because it is logged. */
  readonly describeRejection?: ((body: unknown) => string | undefined) | undefined;
}

interface StreamBody {
  readonly type: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface JsonClient {
  /**
   * Sends one call and parses the JSON response with `schema`; an empty body parses as `undefined`. `operation` is the
   * call's name in errors and metrics.
   *
   * @throws UpstreamUnavailableError | UpstreamRejectedError | UpstreamInvalidResponseError, as the client's own
   * subclasses
   */
  call<S extends z.ZodType>(operation: string, path: string, schema: S, options?: CallOptions): Promise<z.infer<S>>;
  /**
   * Uploads a file as a stream. Never retried, because bytes that have been read cannot be sent again. At most the
   * current chunk is in memory.
   *
   * @throws the same errors as `call`
   */
  upload<S extends z.ZodType>(operation: string, path: string, schema: S, file: StreamBody): Promise<z.infer<S>>;
}

/**
 * A file may be uploaded over a slow connection, so this timeout is longer than any other call's. It equals our
 * server's own request timeout.
 */
const UPLOAD_TIMEOUT_MS = 120_000;

/**
 * Creates the HTTP client for one upstream API. Each call has a deadline that includes reading the body, counts against
 * the deadline of the customer's request (see `withDeadline`), and opens the operation's circuit breaker if too many
 * calls fail. Retries are limited to one per ten calls. Use one client per API, because one API can fail while another
 * works.
 *
 * @example
 * const timeouts = { attemptMs: 6_000, totalMs: 12_000 };
 * const client = createJsonClient({ baseUrl, timeouts, maxResponseBytes, errors, api: 'pricing' });
 * await client.call('prices', 'v1/prices', pricesResponse, { searchParams });
 */
export function createJsonClient(options: JsonClientOptions): JsonClient {
  const { errors, timeouts, authorize } = options;
  const breakers = new Map<string, CircuitBreaker>();
  const budget = createRetryBudget();
  const http = createHttp(options, budget.tryWithdraw);

  /**
   * One breaker per operation: a visitor may choose input that makes one operation fail, which must not stop other
   * operations.
   */
  function breakerOf(operation: string): CircuitBreaker {
    const breaker = breakers.get(operation) ?? createCircuitBreaker();
    breakers.set(operation, breaker);
    return breaker;
  }

  /** Call this function last before sending. Each call that it lets through is counted, and must report its outcome. */
  function assertMaySend(operation: string): void {
    const waitMs = options.admit?.(operation) ?? 0;
    if (waitMs > 0) throw new errors.Unavailable(operation, 'call_ceiling', { retryAfter: Math.ceil(waitMs / 1000) });
    const openForMs = breakerOf(operation).msUntilClosed();
    if (openForMs > 0)
      throw new errors.Unavailable(operation, 'circuit_open', { retryAfter: Math.ceil(openForMs / 1000) });
  }

  /** Sends a request, reports its outcome to the circuit breaker, and parses the response. */
  async function exchange<S extends z.ZodType>(
    operation: string,
    schema: S,
    send: () => Promise<Response>,
    { describeRejection, isOwnFailure }: Exchange,
  ): Promise<z.infer<S>> {
    const breaker = breakerOf(operation);
    let text: string;
    try {
      text = await readText(await send(), options.maxResponseBytes);
    } catch (cause) {
      const error = toUpstreamError(options, operation, cause, describeRejection);
      // A 429 and every other 4xx count as healthy: the upstream responded.
      const isOutage = error instanceof UpstreamUnavailableError && error.status !== 429;
      if (!isOutage) breaker.recordSuccess();
      else if (!isOwnFailure?.()) breaker.recordFailure();
      throw error;
    }
    breaker.recordSuccess();
    return parseResponse(errors, schema, operation, text);
  }

  const call: JsonClient['call'] = (operation, path, schema, { describeRejection, ...kyOptions } = {}) => {
    const remainingMs = Math.min(timeouts.totalMs, remainingDeadlineMs());
    if (remainingMs < 1) throw new errors.Unavailable(operation, 'timeout');
    assertMaySend(operation);
    budget.deposit();
    // ky's own timeouts end when the response headers arrive. This timeout also covers the body.
    const signal = AbortSignal.timeout(Math.ceil(remainingMs));
    return exchange(operation, schema, () => http(path, { ...kyOptions, signal }), { describeRejection });
  };

  const upload: JsonClient['upload'] = (operation, path, schema, { type, bytes }) => {
    assertMaySend(operation);
    const source = trackConsumption(bytes);
    const send = async (): Promise<Response> => {
      // Uses `fetch` directly, because ky would keep a copy of the body for retries.
      const request: RequestInit & { duplex: 'half' } = {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
        headers: { Accept: 'application/json', 'Content-Type': type, ...(await authorize?.()) },
        body: toReadableStream(source.bytes),
        duplex: 'half',
      };
      const response = await fetch(`${options.baseUrl}/${path}`, request);
      if (response.ok) return response;
      await response.body?.cancel();
      throw statusError(errors, operation, response);
    };
    // If the upload stalls while waiting for the customer's connection, that is not an upstream failure.
    return exchange(operation, schema, send, { isOwnFailure: source.isWaitingForSource });
  };

  return {
    call: (operation, ...rest) => observeCall(options, operation, () => call(operation, ...rest)),
    upload: (operation, ...rest) => observeCall(options, operation, () => upload(operation, ...rest)),
  };
}

interface Exchange {
  readonly describeRejection?: CallOptions['describeRejection'];
  /** Whether a failure was caused by our side of the connection. */
  readonly isOwnFailure?: () => boolean;
}

async function observeCall<T>(
  { api, observe }: JsonClientOptions,
  operation: string,
  call: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const report = (outcome: UpstreamCall['outcome']): void =>
    observe?.({ api, operation, outcome, durationMs: performance.now() - startedAt });
  try {
    const result = await call();
    report('ok');
    return result;
  } catch (error) {
    report(toOutcome(error));
    throw error;
  }
}

function toOutcome(error: unknown): UpstreamCall['outcome'] {
  if (error instanceof UpstreamUnavailableError) return error.reason;
  return error instanceof UpstreamRejectedError ? 'rejected' : 'invalid_response';
}

function createHttp(
  { baseUrl, timeouts, authorize, maxRetries = 1 }: JsonClientOptions,
  withdrawRetry: () => boolean,
): KyInstance {
  const addAuthorization = async ({ request }: { request: Request }): Promise<void> => {
    for (const [name, value] of Object.entries((await authorize?.()) ?? {})) request.headers.set(name, value);
  };
  return ky.create({
    prefix: baseUrl,
    redirect: 'error',
    timeout: timeouts.attemptMs,
    totalTimeout: timeouts.totalMs,
    retry: {
      limit: maxRetries,
      methods: ['get'],
      retryOnTimeout: true,
      backoffLimit: 1_000,
      shouldRetry: ({ error }) => isRetryable(error) && withdrawRetry(),
    },
    headers: { Accept: 'application/json' },
    hooks: { beforeRequest: [addAuthorization], beforeRetry: [addAuthorization] },
  });
}

/** Whether an immediate retry may help. It does not if the upstream specified how long to wait. */
function isRetryable(error: Error): boolean {
  if (!isHTTPError(error)) return isTimeoutError(error) || isNetworkError(error);
  const { status, headers } = error.response;
  return status >= 500 && status !== 501 && !headers.has('Retry-After');
}
