import { createHash } from 'node:crypto';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { ADOPTED_SESSION, type ContractRow, type Store, UNKNOWN_SITE } from '../store/tables.ts';

const ID_BYTES = 16;

/**
 * The IDs that an intent can have: derived from its session, idempotency key and request with the active request key,
 * and with the previous ones. An ID is the upstream's reference, so if a restored backup does not contain the intent, a
 * repeated request has the same reference, and the upstream creates no second contract. Another request has another ID,
 * so it cannot be taken for the contract. Unguessable, because the key is secret.
 *
 * @param requestHashes HMACs of the request with the active key, and with the previous ones
 */
export function contractIds(
  { site, sessionId }: Pick<Caller, 'site' | 'sessionId'>,
  idempotencyKey: string,
  requestHashes: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  // The request's hash is keyed, so the ID cannot be computed without the key.
  const toId = (requestHash: string): string =>
    `ct_${createHash('sha256')
      .update(JSON.stringify(['contract', site.key, sessionId, idempotencyKey, requestHash]))
      .digest()
      .subarray(0, ID_BYTES)
      .toString('hex')}`;
  const [active, ...previous] = requestHashes;
  return [toId(active), ...previous.map(toId)];
}

/**
 * Returns an adopted contract to the session that created it. The session proves that by repeating its request with
 * the same key, from which the contract's ID was derived.
 *
 * @param missingColumns what only the request contains
 * @returns undefined if there is no contract with one of these IDs
 * @throws ProblemError idempotency_key_reused if the contract was erased
 */
export async function takeOverAdopted(
  transaction: Store,
  { site, sessionId }: Pick<Caller, 'site' | 'sessionId'>,
  ids: readonly string[],
  missingColumns: () => Pick<ContractRow, 'idempotency_key' | 'request_hash' | 'terms'>,
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
