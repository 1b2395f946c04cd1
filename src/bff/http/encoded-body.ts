import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { type ResponseHeaders, rawResponse } from './response-headers.ts';

type Encoding = 'identity' | 'gzip' | 'br';
type Bytes = Uint8Array<ArrayBuffer>;

/** A body in each content coding (RFC 9110 section 8.4). It is compressed on first use and then cached. */
export interface EncodedBody {
  /** Total size of the codings created so far. */
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

/**
 * Responds with the smallest coding that the client accepts.
 *
 * @param headers headers for this response, in addition to the common ones
 */
export function sendCompressed(context: Context, body: EncodedBody, headers: ResponseHeaders): Response {
  const accepted = context.req.header('Accept-Encoding') ?? '';
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
  return rawResponse(context, body.get(encoding), {
    ...headers,
    Vary: 'Accept-Encoding',
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
}
