import { MAX_UPLOAD_BYTES, type UploadType } from '../../wire/upload.ts';
import { ProblemError } from '../http/problem.ts';
import { SNIFF_BYTES, sniffType } from './sniff-type.ts';

/** A file on its way through us: what it is, and its bytes as they come. */
export interface ValidatedFile {
  readonly type: UploadType;
  /** To be read once. Ends with an error when the file is too large or is cut off. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How many bytes have gone by. */
  size(): number;
  /** Why the bytes ended with an error, if they did. */
  failure(): ProblemError | undefined;
}

/**
 * Looks at the first bytes of a body and lets the rest through, counted: never more in memory than the chunk that is on its
 * way. Nothing in the file is opened or unpacked, so what it would unpack to costs nothing.
 *
 * @throws ProblemError file_empty | file_type_unsupported | file_too_large | file_cut_off
 */
export async function validateUpload(
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
