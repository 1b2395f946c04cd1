import { type MscDocument, type MscDocumentKind, mscDocument } from './documents-schema.ts';
import type { MscTransport } from './transport.ts';

/** The Documents API (assumed): `POST /v1/documents?kind=`, the body is the file, its `Content-Type` what it is. */
export interface MscDocuments {
  /** Sends a file on as it comes. It is not tried again. */
  upload(
    kind: MscDocumentKind,
    file: { readonly type: string; readonly bytes: AsyncIterable<Uint8Array> },
  ): Promise<MscDocument>;
}

/** @example const { id } = await createMscDocuments(transport).send('latest_bill', { type: 'application/pdf', bytes }) */
export const createMscDocuments = (transport: MscTransport): MscDocuments => ({
  upload: (kind, file) => transport.stream('documents', `v1/documents?kind=${kind}`, mscDocument, file),
});
