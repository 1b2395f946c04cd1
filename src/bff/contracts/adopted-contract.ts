import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { requestHashes } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import { ADOPTED_SESSION, type ContractRow, type Store, UNKNOWN_SITE } from '../store/tables.ts';

const ID_BYTES = 16;

/**
 * The IDs that an intent can have: derived from its session and idempotency key with the active request key, and with
 * the previous ones. An ID is the upstream's reference, so if a restored backup does not contain the intent, a repeated
 * request has the same reference, and the upstream creates no second contract. Unguessable, because the key is secret.
 */
export function contractIds(
  { keys }: Pick<AppContext, 'keys'>,
  { site, sessionId }: Pick<Caller, 'site' | 'sessionId'>,
  idempotencyKey: string,
): readonly [string, ...string[]] {
  const toId = (hash: string): string => `ct_${Buffer.from(hash, 'base64url').subarray(0, ID_BYTES).toString('hex')}`;
  const [active, ...previous] = requestHashes(keys, `contract ${site.key} ${sessionId} ${idempotencyKey}`);
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
