import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { problem } from '../../src/wire/problem.ts';

/** A response as the client sees it. `status` 0 means that the connection broke before a response. */
export interface ObservedResponse {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;
  readonly body: string;
  readonly durationMs: number;
}

/** Longer than any request may take. */
const TIMEOUT_MS = 40_000;

/** Sends one request on a new connection, so that a killed server cannot affect the next request. */
export const sendRequest = (
  url: string,
  {
    method,
    headers = {},
    body,
  }: {
    readonly method?: string | undefined;
    readonly headers?: Record<string, string>;
    readonly body?: string | undefined;
  },
): Promise<ObservedResponse> =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const settle = (status: number, body = '', retryAfter?: string): void => {
      const isProblem = status >= 400 && body.startsWith('{');
      resolve({
        status,
        code: isProblem ? problem.parse(JSON.parse(body)).code : undefined,
        retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
        body,
        durationMs: performance.now() - startedAt,
      });
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const outgoing = request(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      agent: false,
      headers,
      signal,
    });
    outgoing.on('error', () => settle(0));
    outgoing.on('response', (incoming) => {
      text(incoming).then(
        (body) => settle(incoming.statusCode ?? 0, body, incoming.headers['retry-after']),
        () => settle(0),
      );
    });
    outgoing.end(body);
  });
