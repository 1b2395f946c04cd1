import { createHash } from 'node:crypto';
import { contractStatus } from '../../wire/contract.ts';
import { provesSignature } from '../../wire/contract-status.ts';
import type { AppContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import type { ContractRow } from '../store/tables.ts';

/**
 * Passes a contract's whole document through and, when its last byte has arrived, stores its SHA-256 with the evidence:
 * of the first document that is fetched, and of the first one after the signature, which replaces it.
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
  for await (const chunk of body) {
    hash.update(chunk);
    size += chunk.byteLength;
    yield chunk;
  }
  if (length !== undefined && size !== length) return;
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
      // The customer has the document. The hash is stored the next time.
      log.warn('document_hash_not_stored', { contract: id, error: describeError(error) });
    });
}

const SIGNED_STATUSES = contractStatus.options.filter(provesSignature);
