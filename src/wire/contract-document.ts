import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { isoDateTime } from './primitives.ts';

/**
 * The contract document as a PDF: the signed copy once the contract is signed. 409 `document_not_ready` while there is
 * no document. Supports `Range` (RFC 9110).
 */
export const contractDocument = {
  method: 'GET',
  path: '/v1/contracts/{id}/document',
  session: true,
  produces: 'application/pdf',
  status: 200,
} as const satisfies Endpoint;

/**
 * A URL on the BFF's own origin. It works for minutes and for several requests, because PDF viewers send several, and
 * is never logged.
 */
export const documentLink = z.object({ url: z.string(), expiresAt: isoDateTime });
export type DocumentLink = z.infer<typeof documentLink>;

/**
 * Creates a URL at which the browser's own PDF viewer can show the document, either in an iframe from the BFF's origin
 * or in a tab. `as` determines the `Content-Disposition`.
 */
export const createDocumentLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/document-links',
  session: true,
  body: z.strictObject({ as: z.enum(['inline', 'attachment']) }),
  response: documentLink,
  status: 201,
} as const satisfies Endpoint;
