import { randomUUID } from 'node:crypto';
import type { MscDocumentKind } from '../../upstreams/msc/documents.ts';
import type { Owner } from '../contracting/contract.ts';

/** Metadata of an uploaded file. The content is not stored. */
export interface StoredDocument {
  readonly id: string;
  readonly kind: MscDocumentKind;
  readonly type: string;
  readonly bytes: number;
  /** Hash of the content, in hexadecimal. */
  readonly sha256: string;
  readonly expiresAt: string;
}

export interface Documents {
  add(owner: Owner, file: Omit<StoredDocument, 'id' | 'expiresAt'>): StoredDocument;
  /** Whether this partner has uploaded an unexpired document with this ID and kind. */
  has(owner: Owner, document: Pick<StoredDocument, 'id' | 'kind'>): boolean;
  /** All documents, newest first. */
  list(): StoredDocument[];
  clear(): void;
}

/** How long after its upload a document can be used in a contract. */
const TTL_MS = 24 * 60 * 60_000;

/** Keeps documents in memory. Beyond `maxDocuments`, the oldest documents are dropped. */
export function createDocuments(now: () => Date, maxDocuments = 1_000): Documents {
  const byId = new Map<string, { readonly owner: Owner; readonly document: StoredDocument }>();
  return {
    add(owner, file) {
      const expiresAt = new Date(now().getTime() + TTL_MS).toISOString();
      const document = { id: `doc_${randomUUID()}`, ...file, expiresAt };
      byId.set(document.id, { owner, document });
      const [oldest] = byId.keys();
      if (byId.size > maxDocuments && oldest !== undefined) byId.delete(oldest);
      return document;
    },
    has(owner, { id, kind }) {
      const stored = byId.get(id);
      return (
        stored?.owner.partnerId === owner.partnerId &&
        stored.owner.environment === owner.environment &&
        stored.document.kind === kind &&
        new Date(stored.document.expiresAt) > now()
      );
    },
    list: () => [...byId.values()].map(({ document }) => document).reverse(),
    clear: () => byId.clear(),
  };
}
