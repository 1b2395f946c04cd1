import type { AppContext } from '../app-context.ts';
import type { MscAccess } from '../config/load-partners.ts';
import { type ByteRange, formatRange, resolveRange, sliceStream } from '../http/byte-range.ts';
import { ProblemError } from '../http/problem.ts';
import type { ContractRow } from '../store/tables.ts';

const MAX_DOCUMENT_BYTES = 25 * 1024 * 1024;

/** A contract's document, or the part of it that was asked for: status and headers of RFC 9110 section 15.3.7. */
export interface ContractDocument {
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Brings the PDF through us: its upstream address is short-lived and not for a browser. A range is passed on; an upstream that
 * does not heed it is cut here, as long as it says how much it sends.
 *
 * @throws ProblemError document_not_ready | upstream_invalid | upstream_unavailable
 */
export async function openDocument(
  appContext: AppContext,
  access: MscAccess,
  row: ContractRow,
  range: ByteRange | undefined,
): Promise<ContractDocument> {
  const contract = await appContext.mscClient(access).contracting.contract(row.upstream_id ?? '');
  if (!contract?.documentUrl) throw new ProblemError('document_not_ready', { retryAfter: 2 });
  // Only from where the upstream lives: an answer must not turn us into a fetcher of any address.
  if (new URL(contract.documentUrl).origin !== new URL(access.credentials.baseUrl).origin) {
    throw new ProblemError('upstream_invalid');
  }
  const response = await fetch(contract.documentUrl, {
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
    // Compressed bytes cannot be counted or cut.
    headers: { 'Accept-Encoding': 'identity', ...(range ? { Range: formatRange(range) } : {}) },
  }).catch((cause) => {
    throw new ProblemError('upstream_unavailable', { retryAfter: 5 }, cause);
  });
  const { status, headers, body } = response;
  const contentRange = headers.get('Content-Range') ?? '';
  if (range && status === 416) {
    await body?.cancel();
    return {
      status,
      headers: /^bytes \*\/\d+$/.test(contentRange) ? { 'Content-Range': contentRange } : {},
      body: emptyStream(),
    };
  }
  const isPartial = range !== undefined && status === 206;
  if ((status !== 200 && !isPartial) || !body) {
    await body?.cancel();
    throw new ProblemError('upstream_unavailable', { retryAfter: 5 });
  }
  const size = headers.has('Content-Encoding') ? undefined : contentLength(headers);
  if ((size ?? 0) > MAX_DOCUMENT_BYTES || (isPartial && !/^bytes \d+-\d+\/(\d+|\*)$/.test(contentRange))) {
    await body.cancel();
    throw new ProblemError('upstream_invalid');
  }
  const length = size === undefined ? {} : { 'Content-Length': String(size) };
  if (isPartial) return { status: 206, headers: { ...length, 'Content-Range': contentRange }, body };
  if (!range || size === undefined) return { status: 200, headers: length, body };

  const slice = resolveRange(range, size);
  if (!slice) {
    await body.cancel();
    return { status: 416, headers: { 'Content-Range': `bytes */${size}` }, body: emptyStream() };
  }
  const { first, last } = slice;
  return {
    status: 206,
    headers: { 'Content-Length': String(last - first + 1), 'Content-Range': `bytes ${first}-${last}/${size}` },
    body: sliceStream(body, slice),
  };
}

/** Bytes as they come, no more than a document may have. @returns whether all were there */
export async function pipeWithLimit(
  body: AsyncIterable<Uint8Array>,
  out: { readonly aborted: boolean; write(chunk: Uint8Array): Promise<unknown> },
): Promise<boolean> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_DOCUMENT_BYTES) return false;
    if (out.aborted) return true;
    await out.write(chunk);
  }
  return true;
}

function contentLength(headers: Headers): number | undefined {
  const text = headers.get('Content-Length') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

async function* emptyStream(): AsyncGenerator<Uint8Array> {}
