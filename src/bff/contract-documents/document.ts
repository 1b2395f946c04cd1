import type { Context } from 'hono';
import { toReadableStream } from '../../upstreams/http/file-stream.ts';
import type { AppContext } from '../app-context.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { recordDocumentHash } from '../evidence/evidence.ts';
import { type ByteRange, formatRange, parseRange, resolveRange, sliceStream } from '../http/byte-range.ts';
import { outgoingOf } from '../http/hono.ts';
import { hidePage } from '../http/message-page.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { type ContractRow, ERASED_SESSION } from '../store/tables.ts';

const MAX_DOCUMENT_BYTES = 25 * 1024 * 1024;

/** A contract's document, or the requested part of it: status and headers as in RFC 9110 section 15.3.7. */
interface ContractDocument {
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

type DocumentContext = Pick<AppContext, 'enrollment' | 'log' | 'store'>;

interface Transfer {
  readonly disposition: 'inline' | 'attachment';
  isAllowed(): boolean;
  /** Called once, when the transfer has ended. */
  onEnd(): void;
}

const ACCESS_CHECK_MS = 2_000;

/**
 * Responds with a contract's PDF, or the requested range of it.
 *
 * @throws ProblemError document_not_ready | upstream_invalid | upstream_unavailable
 * @throws UpstreamError
 */
export async function sendDocument(
  context: Context,
  appContext: DocumentContext,
  access: PartnerAccess,
  row: ContractRow,
  { disposition, isAllowed, onEnd }: Transfer,
): Promise<Response> {
  const end = once(onEnd);
  // Ends the transfer even if the client disconnects before the body is read.
  outgoingOf(context)?.once('close', end);
  const document = await openDocument(appContext, access, row, parseRange(context.req.header('Range'))).catch(
    (error: unknown) => {
      end();
      throw error;
    },
  );
  hidePage(context);
  context.header('Accept-Ranges', 'bytes');
  for (const [name, value] of Object.entries(document.headers)) context.header(name, value);
  context.status(document.status);
  if (document.status === 416) {
    end();
    return context.body(null);
  }
  context.header('Content-Type', 'application/pdf');
  context.header('Content-Disposition', `${disposition}; filename="contract-${row.reference}.pdf"`);
  const length = document.headers['Content-Length'];
  const body =
    document.status === 200
      ? recordDocumentHash(appContext, row, document.body, length === undefined ? undefined : Number(length))
      : document.body;
  const chunks = passOn(context, appContext, row.id, { body, isAllowed });
  return context.body(toReadableStream(endingWith(chunks, end)));
}

/**
 * Fetches the PDF through the BFF, because its upstream URL is short-lived and not meant for browsers. The range is
 * forwarded. If the upstream ignores it, the BFF extracts the range from the full response, provided that the upstream
 * sends a Content-Length.
 */
async function openDocument(
  { enrollment }: DocumentContext,
  access: PartnerAccess,
  row: ContractRow,
  range: ByteRange | undefined,
): Promise<ContractDocument> {
  const response = await enrollment(access).document(row.upstream_id ?? '', range && formatRange(range));
  if (!response) throw new ProblemError('document_not_ready', { retryAfter: 2 });
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
  if ((status !== 200 && !isPartial) || !body || !isPdf(headers)) {
    await body?.cancel();
    throw new ProblemError('upstream_unavailable', { retryAfter: 5 });
  }
  const size = contentLength(headers);
  if (
    !isFramed(headers) ||
    headers.has('Content-Encoding') ||
    (size ?? 0) > MAX_DOCUMENT_BYTES ||
    (isPartial && !/^bytes \d+-\d+\/(\d+|\*)$/.test(contentRange))
  ) {
    await body.cancel();
    throw new ProblemError('upstream_invalid');
  }
  const length = size === undefined ? {} : { 'Content-Length': String(size) };
  if (isPartial) return { status: 206, headers: { ...length, 'Content-Range': contentRange }, body };
  if (!range || size === undefined) return { status: 200, headers: length, body };
  return cutRange(body, range, size);
}

/**
 * Whether a response can be a PDF. A gateway in front of the upstream may respond 200 with its own page, whose hash
 * must not be stored as the contract's. File servers often send only the generic type `application/octet-stream`.
 */
const isPdf = (headers: Headers): boolean =>
  /^(application\/pdf|(application|binary)\/octet-stream)\b/i.test(headers.get('Content-Type') ?? 'application/pdf');

async function cutRange(body: ReadableStream<Uint8Array>, range: ByteRange, size: number): Promise<ContractDocument> {
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

function once(callback: () => void): () => void {
  let isCalled = false;
  return () => {
    if (!isCalled) callback();
    isCalled = true;
  };
}

/**
 * Passes on chunks, and calls `onEnd` after the last one or an error, or when the consumer stops. A generator function
 * could not guarantee this: if the consumer stops before the first chunk, its body never runs.
 */
function endingWith(chunks: AsyncGenerator<Uint8Array>, onEnd: () => void): AsyncIterable<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      const result = await chunks.next().catch((error: unknown) => {
        onEnd();
        throw error;
      });
      if (result.done) onEnd();
      return result;
    },
    return() {
      onEnd();
      return chunks.return(undefined);
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

interface Passing extends Pick<Transfer, 'isAllowed'> {
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Passes on the body while the session has access, up to the maximum document size. If the upstream's connection breaks
 * or the document is larger, the client's connection is aborted, because an incomplete contract must not look complete.
 */
async function* passOn(
  context: Context,
  { log, store }: DocumentContext,
  contract: string,
  { body, isAllowed }: Passing,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  let checkedAt = performance.now();
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > MAX_DOCUMENT_BYTES) throw new DocumentTooLargeError();
      if (performance.now() - checkedAt > ACCESS_CHECK_MS) {
        checkedAt = performance.now();
        if (!isAllowed() || (await isErased(store, contract))) throw new AccessEndedError();
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof DocumentTooLargeError) log.error('document_too_large', { contract });
    else log.warn('document_aborted', { contract, error: describeError(error) });
    const outgoing = outgoingOf(context);
    if (!outgoing) throw error;
    // A thrown error would also abort the connection, but the server adapter would print it.
    outgoing.destroy();
  }
}

async function isErased(store: DocumentContext['store'], contract: string): Promise<boolean> {
  const row = await store.selectFrom('contracts').select('session_id').where('id', '=', contract).executeTakeFirst();
  return !row || row.session_id === ERASED_SESSION;
}

class AccessEndedError extends Error {
  override readonly name = 'AccessEndedError';
}

class DocumentTooLargeError extends Error {
  override readonly name = 'DocumentTooLargeError';
}

/**
 * Whether a broken connection is detected before the end of the body. A body that ends when its connection closes
 * (RFC 9112 section 6.3) looks complete wherever it was cut off, so it is neither passed on nor used as evidence.
 */
const isFramed = (headers: Headers): boolean =>
  headers.has('Content-Length') || /^chunked$/i.test(headers.get('Transfer-Encoding') ?? '');

function contentLength(headers: Headers): number | undefined {
  const text = headers.get('Content-Length') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

async function* emptyStream(): AsyncGenerator<Uint8Array> {}
