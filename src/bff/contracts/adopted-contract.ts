import { createHash } from 'node:crypto';
import type { Caller } from '../auth/caller.ts';
import { type Keys, requestHashes } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import { isContractId } from '../store/ids.ts';
import { ADOPTED_SESSION, type ContractRow, type Store, UNKNOWN_SITE } from '../store/tables.ts';

const HEAD_BYTES = 12;
const TAG_BYTES = 4;
/** Length of `ct_` and the head, which has two hexadecimal digits per byte. */
const HEAD_END = 3 + 2 * HEAD_BYTES;

/**
 * Derives an intent's possible IDs from its session, idempotency key and request: one ID with the active request key,
 * and one with each previous key. The upstream stores the ID as its reference. So if a restored backup does not contain
 * the intent, a repeated request has the same reference, and the upstream creates no second contract. A different
 * request has a different ID, so it cannot be mistaken for the contract. IDs are unguessable, because the keys are
 * secret, and end with a tag: see `isOwnContractId`.
 *
 * @param hashes `requestHashes` of the request
 */
export function contractIds(
  keys: Keys,
  { site, sessionId }: Pick<Caller, 'site' | 'sessionId'>,
  idempotencyKey: string,
  hashes: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  const toId = (requestHash: string, index: number): string => {
    // The request's hash is keyed, so the ID cannot be computed without the key.
    const digest = createHash('sha256')
      .update(JSON.stringify(['contract', site.key, sessionId, idempotencyKey, requestHash]))
      .digest();
    const head = `ct_${digest.subarray(0, HEAD_BYTES).toString('hex')}`;
    return `${head}${idTags(keys, head)[index]}`;
  };
  const [active, ...previous] = hashes;
  return [toId(active, 0), ...previous.map((hash, index) => toId(hash, index + 1))];
}

/**
 * Whether a reference is the ID of a contract that this installation created, which ends with an HMAC of its first
 * part. Other installations may use the same partner's account, for example to prepare a release.
 */
export const isOwnContractId = (keys: Keys, reference: string): boolean =>
  isContractId(reference) && idTags(keys, reference.slice(0, HEAD_END)).includes(reference.slice(HEAD_END));

const idTags = (keys: Keys, head: string): readonly string[] =>
  requestHashes(keys, JSON.stringify(['contract id', head])).map((hash) =>
    Buffer.from(hash, 'base64url').subarray(0, TAG_BYTES).toString('hex'),
  );

/** The columns whose values only the request contains. */
type TakenOverColumns = Pick<
  ContractRow,
  | 'idempotency_key'
  | 'request_hash'
  | 'terms'
  | 'consent_sha256'
  | 'signer_key'
  | 'section_hashes'
  | 'approval_request_id'
  | 'corrected_contract_id'
>;

/**
 * Returns an adopted contract to the session that created it. The session proves that by repeating its request with
 * the same key, from which the contract's ID was derived.
 *
 * @param missingColumns returns the values that only the request contains
 * @returns undefined if there is no contract with one of these IDs
 * @throws ProblemError idempotency_key_reused if the contract belongs to another site, or is no longer adopted, for
 *   example because it was erased
 */
export async function takeOverAdopted(
  transaction: Store,
  { site, sessionId }: Pick<Caller, 'site' | 'sessionId'>,
  ids: readonly string[],
  missingColumns: () => TakenOverColumns,
): Promise<ContractRow | undefined> {
  const row = await transaction.selectFrom('contracts').selectAll().where('id', 'in', ids).executeTakeFirst();
  if (!row) return undefined;
  const isAdopted =
    row.session_id === ADOPTED_SESSION &&
    row.partner === site.partner &&
    row.environment === site.environment &&
    (row.site_key === site.key || row.site_key === UNKNOWN_SITE);
  if (!isAdopted) throw new ProblemError('idempotency_key_reused');
  return transaction
    .updateTable('contracts')
    .set({ ...missingColumns(), session_id: sessionId, site_key: site.key })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
