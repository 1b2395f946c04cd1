import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { isoDateTime } from './primitives.ts';

/** What a file is for. */
export const uploadKind = z.enum(['latest_bill', 'tax_exemption']);
export type UploadKind = z.infer<typeof uploadKind>;

/** What a file may be, as its first bytes say: what it is called or claimed to be does not count. */
export const uploadType = z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/heic']);
export type UploadType = z.infer<typeof uploadType>;

/** 10 MB. The only limit on a PDF's pages, too: nobody on the way opens it. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

export const uploadId = z.string('required').check(z.regex(/^up_[A-Za-z0-9_-]{22}$/, 'upload_unknown'));

/** A file that the upstream has. `id` is good in the session that sent it, until `expiresAt`. */
export const upload = z.object({
  id: uploadId,
  kind: uploadKind,
  type: uploadType,
  bytes: z.number(),
  expiresAt: isoDateTime,
});
export type Upload = z.infer<typeof upload>;

/**
 * Hands a file in: the body is the file itself, without its name. 413 `file_too_large`, 415 `file_type_unsupported`, 422
 * `file_empty`, 429 `rate_limited` when the session has sent too many.
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
