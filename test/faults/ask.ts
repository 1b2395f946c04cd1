import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { problem } from '../../src/wire/problem.ts';

/** What somebody outside saw of one request. `status` 0: the connection broke before there was an answer. */
export interface Seen {
  readonly status: number;
  /** The problem's code, if it was one. */
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;
  readonly body: string;
  readonly milliseconds: number;
}

/** Longer than any request may take. */
const patience = 40_000;

/** One request on a connection of its own, so that a server that was killed leaves nothing behind to fail the next. */
export const ask = (
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
): Promise<Seen> =>
  new Promise((resolve) => {
    const began = performance.now();
    const seen = (status: number, said = '', retryAfter?: string): void => {
      const isProblem = status >= 400 && said.startsWith('{');
      resolve({
        status,
        code: isProblem ? problem.parse(JSON.parse(said)).code : undefined,
        retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
        body: said,
        milliseconds: performance.now() - began,
      });
    };
    const signal = AbortSignal.timeout(patience);
    const sent = request(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      agent: false,
      headers,
      signal,
    });
    sent.on('error', () => seen(0));
    sent.on('response', (answer) => {
      text(answer).then(
        (said) => seen(answer.statusCode ?? 0, said, answer.headers['retry-after']),
        () => seen(0),
      );
    });
    sent.end(body);
  });
