import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { isoDateTime, uploadId } from './primitives.ts';

/** Purpose of a file. */
export const uploadKind = z.enum(['latest_bill', 'tax_exemption']);
export type UploadKind = z.infer<typeof uploadKind>;

/** Type of a file, detected by its first bytes. The file's name and declared type are ignored. */
export const uploadType = z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/heic']);
export type UploadType = z.infer<typeof uploadType>;

/** 10 MB. Our servers do not parse PDFs, so this is also the only limit on the number of their pages. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

/** A file that the upstream has stored. `id` is valid in this session until `expiresAt`. */
export const upload = z.object({
  id: uploadId,
  kind: uploadKind,
  type: uploadType,
  bytes: z.number(),
  expiresAt: isoDateTime,
});
export type Upload = z.infer<typeof upload>;

/**
 * Uploads a file. The body is the file itself, without its name. 413 `file_too_large`, 415 `file_type_unsupported`, 422
 * `file_empty`, 429 `quota_reached` if this session, client or site has uploaded too many files.
 */
export const uploadFile = {
  method: 'POST',
  path: '/v1/uploads',
  session: true,
  query: z.strictObject({ kind: uploadKind }),
  file: uploadType.options,
  response: upload,
  status: 201,
} as const satisfies Endpoint;
