import { createHash } from 'node:crypto';
import { z } from 'zod';
import { contractStatus } from '../../wire/contract.ts';
import { provesSignature } from '../../wire/contract-status.ts';
import type { AppContext } from '../app-context.ts';
import type { Agreement } from '../consent/templates.ts';
import { decrypt, encrypt, type PayloadKeys, rewrapKey } from '../encryption/envelope-encryption.ts';
import { type Keys, requestHashes } from '../encryption/server-keys.ts';
import type { Price } from '../enrollment/enrollment-backend.ts';
import { describeError } from '../log.ts';
import type { ContractRow, Store } from '../store/tables.ts';

/** The client that sent the consent. It is stored only as keyed hashes. */
export interface ConsentClient {
  readonly address: string;
  readonly userAgent: string | undefined;
}

const evidence = z.object({
  offer: z.record(z.string(), z.unknown()),
  /** The offer's documents. The offer itself has only their hash. */
  documents: z.array(z.object({ kind: z.string(), url: z.string() })),
  offerShownAt: z.string(),
  consent: z.object({
    text: z.string(),
    sha256: z.string(),
    locale: z.string(),
    templateVersion: z.string(),
    at: z.string(),
  }),
  /** HMAC-SHA-256 with the server's request key. */
  client: z.object({ addressHash: z.string(), userAgentHash: z.string() }),
});
export type Evidence = z.infer<typeof evidence>;

/**
 * The record ID for encryption. It differs from the record ID of the contract's payload, so that neither ciphertext can
 * replace the other.
 */
const recordId = (contractId: string): string => `evidence ${contractId}`;
const BATCH_SIZE = 200;

/**
 * Stores the evidence of a contract, before the contract is created upstream. An interrupted request that is sent again
 * keeps the first record.
 */
export async function storeEvidence(
  { store, keys, payloadKeys, now }: Pick<AppContext, 'store' | 'keys' | 'payloadKeys' | 'now'>,
  row: Pick<ContractRow, 'id' | 'consent_at'>,
  { offer: { holdsUntil, shownAt, ...offer }, consent }: Agreement,
  { documents }: Pick<Price, 'documents'>,
  client: ConsentClient,
): Promise<void> {
  const content: Evidence = {
    offer: { ...offer, holdsUntil },
    documents: documents.map(({ kind, url }) => ({ kind, url })),
    offerShownAt: shownAt,
    consent: { ...consent, at: row.consent_at },
    client: {
      addressHash: clientHash(keys, 'address', client.address),
      userAgentHash: clientHash(keys, 'user-agent', client.userAgent ?? ''),
    },
  };
  const { keyId, wrappedKey, ciphertext } = encrypt(payloadKeys, recordId(row.id), JSON.stringify(content));
  await store
    .insertInto('contract_evidence')
    .values({
      contract_id: row.id,
      key_id: keyId,
      wrapped_key: wrappedKey,
      sealed: ciphertext,
      document_sha256: null,
      document_status: null,
      created_at: now().toISOString(),
    })
    .onConflict((conflict) => conflict.column('contract_id').doNothing())
    .execute();
}

const clientHash = (keys: Keys, name: string, value: string): string =>
  requestHashes(keys, JSON.stringify(['client', name, value]))[0];

/** The evidence; undefined if there is none, or it was deleted. @throws DecryptionError */
export async function readEvidence(
  { store, payloadKeys }: Pick<AppContext, 'store' | 'payloadKeys'>,
  contractId: string,
): Promise<
  (Evidence & { readonly documentSha256: string | null; readonly documentStatus: string | null }) | undefined
> {
  const row = await store
    .selectFrom('contract_evidence')
    .selectAll()
    .where('contract_id', '=', contractId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext } = row;
  const text = decrypt(payloadKeys, recordId(contractId), { keyId, wrappedKey, ciphertext });
  return {
    ...evidence.parse(JSON.parse(text)),
    documentSha256: row.document_sha256,
    documentStatus: row.document_status,
  };
}

/**
 * Wraps every record's data key with the active key. Can run while the server runs, and can be repeated.
 *
 * @returns the number of rewrapped keys
 * @throws DecryptionError if a key that wrapped a data key is not configured
 */
export async function rewrapEvidence(store: Store, keys: PayloadKeys): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await store
      .selectFrom('contract_evidence')
      .select(['contract_id', 'key_id', 'wrapped_key', 'sealed'])
      .where('key_id', '!=', keys.active.id)
      .limit(BATCH_SIZE)
      .execute();
    if (!rows.length) return count;
    for (const { contract_id, key_id, wrapped_key, sealed } of rows) {
      const next = rewrapKey(keys, recordId(contract_id), {
        keyId: key_id,
        wrappedKey: wrapped_key,
        ciphertext: sealed,
      });
      await store
        .updateTable('contract_evidence')
        .set({ key_id: next.keyId, wrapped_key: next.wrappedKey })
        .where('contract_id', '=', contract_id)
        .where('key_id', '=', key_id)
        .execute();
      count++;
    }
  }
}

/** The first bytes of a PDF (ISO 32000-2 section 7.5.2). */
const PDF_HEADER = '%PDF-';

/**
 * Passes a contract's document through and, if it is complete, stores its SHA-256 with the evidence. The hash of the
 * first document that is fetched is stored. The hash of the first document that is fetched after the signature replaces
 * it.
 *
 * @param length the document's length, if it is known: a shorter body is not the whole document
 */
export async function* recordDocumentHash(
  { store, log }: Pick<AppContext, 'store' | 'log'>,
  { id, status }: Pick<ContractRow, 'id' | 'status'>,
  body: AsyncIterable<Uint8Array>,
  length: number | undefined,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let size = 0;
  let head = '';
  for await (const chunk of body) {
    hash.update(chunk);
    size += chunk.byteLength;
    if (head.length < PDF_HEADER.length) head += Buffer.from(chunk.subarray(0, PDF_HEADER.length)).toString('latin1');
    yield chunk;
  }
  // A body without a PDF header may be a gateway's error page, whose hash must not be stored as the contract's.
  if ((length !== undefined && size !== length) || !head.startsWith(PDF_HEADER)) return;
  const isSigned = provesSignature(contractStatus.parse(status));
  await store
    .updateTable('contract_evidence')
    .set({ document_sha256: hash.digest('base64url'), document_status: status })
    .where('contract_id', '=', id)
    .where(({ eb, or }) =>
      or([eb('document_sha256', 'is', null), ...(isSigned ? [eb('document_status', 'not in', SIGNED_STATUSES)] : [])]),
    )
    .execute()
    .catch((error: unknown) => {
      // The customer has received the document. The hash is stored the next time that the document is fetched.
      log.warn('document_hash_not_stored', { contract: id, error: describeError(error) });
    });
}

const SIGNED_STATUSES = contractStatus.options.filter(provesSignature);
