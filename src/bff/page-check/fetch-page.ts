import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AddressDeniedError, type Resolve, requestPublicUrl } from '../outbox/public-request.ts';
import { isDevelopmentOrigin } from '../partners/origin.ts';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 3;
const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface FetchedPage {
  readonly url: URL;
  readonly html: string;
  /** Whether only the first megabyte was read. */
  readonly isTruncated: boolean;
  /** By lower-case name. Several headers of one name are joined with commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly redirects: readonly string[];
}

export type FetchProblem =
  | 'address_invalid'
  | 'address_denied'
  | 'page_timeout'
  | 'page_unreachable'
  | 'page_status'
  | 'too_many_redirects'
  | 'not_html';

/** A page could not be read. `detail` is a status, a media type or a host. */
export class PageFetchError extends Error {
  override readonly name = 'PageFetchError';
  readonly problem: FetchProblem;
  readonly detail: string | undefined;

  constructor(problem: FetchProblem, detail?: string, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
    this.detail = detail;
  }
}

interface FetchOptions {
  /** Whether pages on this machine may be read, as for a test site. */
  readonly allowLoopback: boolean;
  readonly resolve?: Resolve | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Reads a page whose address someone else chose, with the same rules as outgoing webhooks. The rules also apply to each
 * redirect. Reads HTML only, and at most one megabyte.
 *
 * @throws PageFetchError
 */
export async function fetchPage(address: string, options: FetchOptions): Promise<FetchedPage> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const redirects: string[] = [];
  let url = parsePageUrl(address, options);
  try {
    for (;;) {
      const response = await requestPublicUrl(url, {
        method: 'GET',
        headers: HEADERS,
        signal,
        resolve: options.resolve,
      });
      try {
        const { statusCode = 0, headers } = response;
        if (!REDIRECT_STATUSES.has(statusCode) || headers.location === undefined)
          return { ...(await readHtml(response)), url, headers: joinHeaders(response), redirects };
        if (redirects.length === MAX_REDIRECTS) throw new PageFetchError('too_many_redirects');
        url = parsePageUrl(URL.parse(headers.location, url)?.href ?? '', options);
        redirects.push(url.href);
      } finally {
        response.destroy();
      }
    }
  } catch (error) {
    if (error instanceof PageFetchError) throw error;
    if (error instanceof AddressDeniedError) throw new PageFetchError('address_denied', url.host, error);
    throw new PageFetchError(signal.aborted ? 'page_timeout' : 'page_unreachable', undefined, error);
  }
}

const HEADERS = {
  Accept: 'text/html',
  'Accept-Encoding': 'identity',
  'User-Agent': 'CommercialShopper-PageCheck',
};

/** @throws PageFetchError */
function parsePageUrl(address: string, { allowLoopback }: FetchOptions): URL {
  const url = URL.parse(address);
  const isAllowed =
    url &&
    !url.username &&
    !url.password &&
    (url.protocol === 'https:' || (allowLoopback && isDevelopmentOrigin(url.origin)));
  if (!isAllowed) throw new PageFetchError('address_invalid');
  return url;
}

/** @throws PageFetchError */
async function readHtml(response: IncomingMessage): Promise<Pick<FetchedPage, 'html' | 'isTruncated'>> {
  const { statusCode = 0, headers } = response;
  if (statusCode < 200 || statusCode > 299) throw new PageFetchError('page_status', String(statusCode));
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';');
  if (!/^\s*(text\/html|application\/xhtml\+xml)\s*$/i.test(type)) throw new PageFetchError('not_html', type.trim());
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded(response)) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_BYTES) break;
  }
  const bytes = Buffer.concat(chunks).subarray(0, MAX_BYTES);
  return { html: decodeText(bytes, parameters.join(';')), isTruncated: size > MAX_BYTES };
}

/** Decompresses the body. Some servers compress it although no compression was requested. */
function decoded(response: IncomingMessage): Readable {
  const createDecoder = {
    gzip: createGunzip,
    br: createBrotliDecompress,
    deflate: createInflate,
  }[(response.headers['content-encoding'] ?? '').trim().toLowerCase()];
  if (!createDecoder) return response;
  const decoder = createDecoder();
  response.on('error', (error) => decoder.destroy(error));
  return response.pipe(decoder);
}

function decodeText(bytes: Uint8Array, parameters: string): string {
  const [, charset = 'utf-8'] = /charset\s*=\s*"?([\w-]+)/i.exec(parameters) ?? [];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

const joinHeaders = ({ headersDistinct }: IncomingMessage): FetchedPage['headers'] =>
  Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, values?.join(', ')]));
