import type { Context } from 'hono';

/** Headers by name: a plain object, for undici's `Headers` costs a tenth of all that a cheap request does. */
export type ResponseHeaders = Record<string, string>;

declare module 'hono' {
  interface ContextVariableMap {
    /** Gathered on the request's way down; undefined once an answer was made with it. */
    responseHeaders: ResponseHeaders | undefined;
  }
}

/** The first thing in a request. */
export const initHeaders = (context: Context, headers: ResponseHeaders): void =>
  context.set('responseHeaders', headers);

/** The last: what was gathered goes on the answer, unless its route said otherwise or took it already. */
export function applyHeaders(context: Context): void {
  const collected = context.get('responseHeaders');
  if (!collected) return;
  const { headers } = context.res;
  for (const [name, value] of Object.entries(collected)) {
    if (name === 'Vary') headers.append(name, value);
    else if (!headers.has(name)) headers.set(name, value);
  }
}

/** Adds to the head, for whatever the answer will be. */
export function addHeaders(context: Context, headers: ResponseHeaders): void {
  const collected = context.get('responseHeaders');
  if (collected) Object.assign(collected, headers);
}

/** What was gathered with the route's own headers, for a route that writes its head itself. Nothing more is put on it then. */
export function takeHeaders(context: Context, headers: ResponseHeaders): ResponseHeaders {
  const collected = context.get('responseHeaders') ?? {};
  context.set('responseHeaders', undefined);
  const vary = [collected.Vary, headers.Vary].filter(Boolean).join(', ');
  return { ...collected, ...headers, ...(vary ? { Vary: vary } : {}) };
}

/**
 * An answer of bytes with such a head: for routes that are asked thousands of times a second.
 *
 * @example return rawResponse(context, bytes, { 'Content-Type': 'application/json' })
 */
export const rawResponse = (context: Context, body: Uint8Array<ArrayBuffer>, headers: ResponseHeaders): Response =>
  new Response(body, { headers: takeHeaders(context, headers) });
