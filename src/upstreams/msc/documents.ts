import { z } from 'zod';
import type { JsonClient } from '../http/json-client.ts';

/** The Documents API (assumed): `POST /v1/documents?kind=`. The body is the file, and `Content-Type` is its type. */
export interface MscDocuments {
  /** Uploads a file as a stream. Never retried. */
  upload(
    kind: MscDocumentKind,
    file: { readonly type: string; readonly bytes: AsyncIterable<Uint8Array> },
  ): Promise<MscDocument>;
}

/** @example const { id } = await createMscDocuments(client).upload('latest_bill', { type: 'image/png', bytes }) */
export const createMscDocuments = (client: JsonClient): MscDocuments => ({
  upload: (kind, file) => client.upload('documents', `v1/documents?kind=${kind}`, mscDocument, file),
});

/** Purpose of a document. This whole API is assumed: My Service Cloud publishes nothing about files. */
export const mscDocumentKind = z.enum(['latest_bill', 'tax_exemption']);
export type MscDocumentKind = z.infer<typeof mscDocumentKind>;

/** The Documents API's response: the ID that `createContract` accepts until `expiresAt`. */
const mscDocument = z.object({ id: z.string().min(1).max(200), expiresAt: z.iso.datetime() });
export type MscDocument = z.infer<typeof mscDocument>;
