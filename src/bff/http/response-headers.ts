import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';

/**
 * Headers by name. This is a plain object, because creating undici's `Headers` takes a tenth of the time of a cheap
 * request.
 */
export type ResponseHeaders = Record<string, string>;

declare module 'hono' {
  interface ContextVariableMap {
    /** Response headers collected by middleware; undefined once a route has consumed them. */
    responseHeaders: ResponseHeaders | undefined;
  }
}

/** Starts collecting headers. Call it at the start of a request. */
export const initHeaders = (context: Context, headers: ResponseHeaders): void =>
  context.set('responseHeaders', headers);

/**
 * Adds the collected headers to the response. Headers that the route has set take precedence. Call it at the end of a
 * request.
 */
export function applyHeaders(context: Context): void {
  const collected = context.get('responseHeaders');
  if (!collected) return;
  const { headers } = context.res;
  for (const [name, value] of Object.entries(collected)) {
    if (name === 'Vary') headers.append(name, value);
    else if (!headers.has(name)) headers.set(name, value);
  }
}

/** Adds headers to the response, whichever handler creates it. */
export function addHeaders(context: Context, headers: ResponseHeaders): void {
  const collected = context.get('responseHeaders');
  if (collected) Object.assign(collected, headers);
}

/**
 * Forbids caching of the response, whichever handler creates it. A route that sets its own `Cache-Control` overrides
 * this.
 */
export const noStore = (context: Context): void => addHeaders(context, { 'Cache-Control': 'no-store' });

/**
 * Lets a cross-origin isolated page show the response in an iframe. Such a page embeds only documents that restrict
 * their own resources in the same way (https://html.spec.whatwg.org/multipage/browsers.html#coep).
 */
export const allowIsolatedEmbedding = (context: Context): void =>
  addHeaders(context, {
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });

/**
 * Returns the collected headers merged with the route's own, and clears the collection. For routes that write the
 * response head themselves.
 */
export function takeHeaders(context: Context, headers: ResponseHeaders): ResponseHeaders {
  const collected = context.get('responseHeaders') ?? {};
  context.set('responseHeaders', undefined);
  const vary = [collected.Vary, headers.Vary].filter(Boolean).join(', ');
  return { ...collected, ...headers, ...(vary ? { Vary: vary } : {}) };
}

/**
 * Creates a response from bytes, for routes that serve thousands of requests per second.
 *
 * @example return rawResponse(context, bytes, { 'Content-Type': 'application/json' })
 */
const rawResponse = (context: Context, body: Uint8Array<ArrayBuffer>, headers: ResponseHeaders): Response =>
  new Response(body, { headers: takeHeaders(context, headers) });

type Encoding = 'identity' | 'gzip' | 'br';
type Bytes = Uint8Array<ArrayBuffer>;

/** A body in each content coding (RFC 9110 section 8.4). It is compressed on first use and then cached. */
export interface EncodedBody {
  /** Total size of the encoded variants created so far. */
  totalBytes(): number;
  get(encoding: Encoding): Bytes;
}

/** @param brotliQuality 11 for build output, 4 for responses that people wait for */
export function createEncodedBody(identity: Bytes, brotliQuality: number): EncodedBody {
  const variants = new Map<Encoding, Bytes>([['identity', identity]]);
  const compress: Record<Encoding, () => Bytes> = {
    identity: () => identity,
    gzip: () => new Uint8Array(gzipSync(identity)),
    br: () =>
      new Uint8Array(brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })),
  };
  return {
    totalBytes: () => [...variants.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    get(encoding) {
      const variant = variants.get(encoding) ?? compress[encoding]();
      variants.set(encoding, variant);
      return variant;
    },
  };
}

/** Whether an Accept-Encoding header (RFC 9110 section 12.5.3) lists the coding with a weight other than 0. */
const acceptsCoding = (header: string, coding: string): boolean =>
  header.split(',').some((entry) => {
    const [name = '', weight = '1'] = entry.trim().split(/\s*;\s*q=/i);
    return name.toLowerCase() === coding && Number(weight) > 0;
  });

/**
 * Responds with the smallest coding that the client accepts.
 *
 * @param headers headers for this response, in addition to the common ones
 */
export function sendCompressed(context: Context, body: EncodedBody, headers: ResponseHeaders): Response {
  const accepted = context.req.header('Accept-Encoding') ?? '';
  const encoding = acceptsCoding(accepted, 'br') ? 'br' : acceptsCoding(accepted, 'gzip') ? 'gzip' : 'identity';
  return rawResponse(context, body.get(encoding), {
    ...headers,
    Vary: 'Accept-Encoding',
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
}
