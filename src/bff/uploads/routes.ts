import type { Hono } from 'hono';
import { UpstreamRejectedError } from '../../upstreams/http/errors.ts';
import { MAX_UPLOAD_BYTES, type Upload, type UploadKind, type UploadType, uploadFile } from '../../wire/upload.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { createRouter } from '../routing/route.ts';
import { createId } from '../store/ids.ts';
import { isoAfter } from '../store/locks.ts';

/** Receives customers' files: the latest bill and the tax exemption certificate. */
export function uploadRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  route(uploadFile, ({ context, caller, query: { kind } }) => {
    const declaredBytes = Number(context.req.header('Content-Length') ?? 0);
    const { body } = context.req.raw;
    if (!body) throw new ProblemError('file_empty');
    return forwardUpload(appContext, caller, kind, body, declaredBytes);
  });
  return app;
}

const HOUR_MS = 60 * 60_000;

/**
 * Forwards a file to the upstream as a stream. Only its session, purpose and upstream ID are stored, never its content.
 * The client does not send the file name.
 *
 * @throws ProblemError file_empty | file_type_unsupported | file_too_large | file_cut_off | quota_reached
 */
async function forwardUpload(
  appContext: Pick<AppContext, 'enrollment' | 'now' | 'quotas' | 'store'>,
  caller: Caller,
  kind: UploadKind,
  body: AsyncIterable<Uint8Array>,
  declaredBytes: number,
): Promise<Upload> {
  const id = await claimUpload(appContext, caller, kind);
  const file = await validateUpload(body, declaredBytes);
  const document = await appContext
    .enrollment(caller.access)
    .uploadDocument(kind, file)
    .catch((error: unknown) => {
      throw file.failure() ?? toFileProblem(error);
    });
  await appContext.store
    .updateTable('uploads')
    .set({ upstream_id: document.id, expires_at: document.expiresAt })
    .where('id', '=', id)
    .execute();
  return { id, kind, type: file.type, bytes: file.size(), expiresAt: document.expiresAt };
}

/**
 * Converts the upstream's rejection of a file to a problem, because the upstream's limits may be stricter than ours.
 */
function toFileProblem(error: unknown): unknown {
  if (!(error instanceof UpstreamRejectedError)) return error;
  if (error.status === 413) return new ProblemError('file_too_large', {}, error);
  return error.status === 415 ? new ProblemError('file_type_unsupported', {}, error) : error;
}

/** Stores the upload before the first byte is forwarded, so that incomplete files count toward the quota. */
async function claimUpload(
  appContext: Pick<AppContext, 'now' | 'quotas' | 'store'>,
  caller: Caller,
  kind: UploadKind,
): Promise<string> {
  const now = appContext.now();
  const id = createId('up', 'base64url');
  await appContext.store.transaction().execute(async (transaction) => {
    await appContext.quotas.consume(transaction, caller, { action: 'upload' });
    await transaction
      .insertInto('uploads')
      .values({
        id,
        site_key: caller.site.key,
        session_id: caller.sessionId,
        kind,
        upstream_id: null,
        created_at: now.toISOString(),
        expires_at: isoAfter(now, HOUR_MS),
      })
      .execute();
  });
  return id;
}

interface ValidatedFile {
  readonly type: UploadType;
  /** Can be read once. Throws if the file is too large or incomplete. */
  readonly bytes: AsyncIterable<Uint8Array>;
  size(): number;
  /** The error that reading `bytes` has thrown, if any. */
  failure(): ProblemError | undefined;
}

/**
 * Detects the file type by its first bytes and counts bytes while the file is streamed. At most the current chunk is
 * in memory. The file is not parsed or decompressed, so a decompression bomb has no effect.
 *
 * @throws ProblemError file_empty | file_type_unsupported | file_too_large | file_cut_off
 */
async function validateUpload(
  body: AsyncIterable<Uint8Array>,
  declaredBytes: number,
  limit = MAX_UPLOAD_BYTES,
): Promise<ValidatedFile> {
  if (declaredBytes > limit) throw new ProblemError('file_too_large');
  let size = 0;
  let failure: ProblemError | undefined;
  const source = counted();
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        size += chunk.byteLength;
        if (size > limit) throw new ProblemError('file_too_large');
        yield chunk;
      }
    } catch (error) {
      failure = error instanceof ProblemError ? error : new ProblemError('file_cut_off', {}, error);
      throw failure;
    }
  }

  const sniffedChunks: Uint8Array[] = [];
  while (size < SNIFF_BYTES) {
    const { done, value } = await source.next();
    if (done) break;
    sniffedChunks.push(value);
  }
  if (size === 0) throw new ProblemError('file_empty');
  const type = sniffType(Buffer.concat(sniffedChunks).subarray(0, SNIFF_BYTES));
  if (!type) {
    await source.return(undefined);
    throw new ProblemError('file_type_unsupported');
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* sniffedChunks;
    yield* source;
  }
  return { type, bytes: all(), size: () => size, failure: () => failure };
}

/** Bytes needed to detect the type: the first box of a HEIC file with a dozen compatible brands. */
const SNIFF_BYTES = 64;

/** Brands of HEVC-coded images (ISO/IEC 23008-12, annex B). `mif1` and `msf1` alone may be AVIF. */
const HEIC_BRANDS: readonly string[] = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];

/**
 * Detects the file type by its first bytes; undefined for unsupported types. `%PDF-` must be at offset 0, although PDF
 * readers also accept it later in the file, so that no other type passes as a PDF.
 *
 * @param head the first `SNIFF_BYTES` of the file, or the whole file if it is shorter
 */
function sniffType(head: Uint8Array): UploadType | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const startsWith = (hex: string) => bytes.toString('hex').startsWith(hex);
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return 'application/pdf';
  if (startsWith('ffd8ff')) return 'image/jpeg';
  if (startsWith('89504e470d0a1a0a')) return 'image/png';
  return isHeic(bytes) ? 'image/heic' : undefined;
}

/**
 * Looks for a HEIC brand in the `ftyp` box (ISO/IEC 14496-12, section 4.3): size, type, major brand, version,
 * compatible brands.
 */
function isHeic(bytes: Buffer): boolean {
  if (bytes.length < 16 || bytes.toString('latin1', 4, 8) !== 'ftyp') return false;
  const end = Math.min(bytes.readUInt32BE(0), bytes.length);
  const brandAt = (at: number) => bytes.toString('latin1', at, at + 4);
  if (HEIC_BRANDS.includes(brandAt(8))) return true;
  for (let at = 16; at + 4 <= end; at += 4) if (HEIC_BRANDS.includes(brandAt(at))) return true;
  return false;
}
