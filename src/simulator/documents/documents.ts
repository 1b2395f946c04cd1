import { randomUUID } from 'node:crypto';
import type { MscDocumentKind } from '../../upstreams/msc/documents-schema.ts';
import type { Owner } from '../contracting/contracts.ts';

/** What the stand-in remembers of a file that was handed in: enough to know it again, nothing of what is in it. */
export interface StoredDocument {
  readonly id: string;
  readonly kind: MscDocumentKind;
  readonly type: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly expiresAt: string;
}

export interface Documents {
  add(owner: Owner, file: Omit<StoredDocument, 'id' | 'expiresAt'>): StoredDocument;
  /** Whether this partner handed it in, for that, and it is not too old. */
  has(owner: Owner, document: Pick<StoredDocument, 'id' | 'kind'>): boolean;
  /** All, newest first. */
  list(): StoredDocument[];
  clear(): void;
}

/** A day from handing in to the contract it is for. */
const lifetime = 24 * 60 * 60_000;

/** Documents in memory; past `kept` the oldest go. */
export function createDocuments(now: () => Date, kept = 1_000): Documents {
  const byId = new Map<string, { readonly owner: Owner; readonly document: StoredDocument }>();
  return {
    add(owner, file) {
      const expiresAt = new Date(now().getTime() + lifetime).toISOString();
      const document = { id: `doc_${randomUUID()}`, ...file, expiresAt };
      byId.set(document.id, { owner, document });
      const [oldest] = byId.keys();
      if (byId.size > kept && oldest !== undefined) byId.delete(oldest);
      return document;
    },
    has(owner, { id, kind }) {
      const found = byId.get(id);
      return (
        found?.owner.partnerId === owner.partnerId &&
        found.owner.environment === owner.environment &&
        found.document.kind === kind &&
        new Date(found.document.expiresAt) > now()
      );
    },
    list: () => [...byId.values()].map(({ document }) => document).reverse(),
    clear: () => byId.clear(),
  };
}
