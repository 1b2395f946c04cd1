import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { type ResponseHeaders, rawResponse } from './response-headers.ts';

type Encoding = 'identity' | 'gzip' | 'br';
type Bytes = Uint8Array<ArrayBuffer>;

/** One body in each form a client may accept (RFC 9110 section 8.4), compressed when first asked for and then kept. */
export interface EncodedBody {
  /** Bytes of all forms there are by now. */
  totalBytes(): number;
  get(encoding: Encoding): Bytes;
}

/** @param brotliQuality 11 for what is built once, 4 for what is made as people wait */
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

/** Answers with the smallest form the client says it takes. @param headers of this answer, besides those of every one */
export function sendCompressed(context: Context, body: EncodedBody, headers: ResponseHeaders): Response {
  const accepted = context.req.header('Accept-Encoding') ?? '';
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
  return rawResponse(context, body.get(encoding), {
    ...headers,
    Vary: 'Accept-Encoding',
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
}
