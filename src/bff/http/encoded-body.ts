import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { type Head, plainAnswer } from './answer-head.ts';

type Encoding = 'identity' | 'gzip' | 'br';
type Bytes = Uint8Array<ArrayBuffer>;

/** One body in each form a client may accept (RFC 9110 section 8.4), compressed when first asked for and then kept. */
export interface EncodedBody {
  /** Bytes of all forms there are by now. */
  size(): number;
  as(encoding: Encoding): Bytes;
}

/** @param brotliQuality 11 for what is built once, 4 for what is made as people wait */
export const createEncodedBody = (identity: Bytes, brotliQuality: number): EncodedBody => {
  const forms = new Map<Encoding, Bytes>([['identity', identity]]);
  const make: Record<Encoding, () => Bytes> = {
    identity: () => identity,
    gzip: () => new Uint8Array(gzipSync(identity)),
    br: () =>
      new Uint8Array(brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })),
  };
  return {
    size: () => [...forms.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    as(encoding) {
      const form = forms.get(encoding) ?? make[encoding]();
      forms.set(encoding, form);
      return form;
    },
  };
};

/** Answers with the smallest form the client says it takes. @param headers of this answer, besides those of every one */
export const sendEncoded = (context: Context, body: EncodedBody, headers: Head): Response => {
  const accepted = context.req.header('Accept-Encoding') ?? '';
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
  return plainAnswer(context, body.as(encoding), {
    ...headers,
    Vary: 'Accept-Encoding',
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
};
