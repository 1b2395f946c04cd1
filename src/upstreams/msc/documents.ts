import type { JsonClient } from '../http/json-client.ts';
import { type MscDocument, type MscDocumentKind, mscDocument } from './documents-schema.ts';

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
