import type { CreateAuthorizationRequest } from '../../wire/authorization.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { requestHashes } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import { newSignatureRequestRow } from '../signature-requests/signature-request-store.ts';
import { isOpen, statusOf } from '../signature-requests/status.ts';
import { createReference } from '../store/ids.ts';
import { advisoryLock } from '../store/locks.ts';
import type { SignatureRequestRow } from '../store/tables.ts';

type AuthorizationContext = Pick<AppContext, 'keys' | 'now' | 'payloadKeys' | 'quotas' | 'store'>;

/**
 * Returns the authorization for an `Idempotency-Key`. A new authorization is stored before the upstream call. The same
 * key with the same request returns the same authorization. So does the same request with another key while its
 * authorization is open.
 *
 * @throws ProblemError idempotency_key_reused | quota_reached
 */
export async function claimAuthorization(
  appContext: AuthorizationContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateAuthorizationRequest,
): Promise<SignatureRequestRow> {
  const hashes = requestHashes(appContext.keys, JSON.stringify(request));
  return appContext.store.transaction().execute(async (transaction) => {
    // Serializes requests from one session. Otherwise two concurrent requests would both find nothing and both create
    // a row.
    await advisoryLock(transaction, `letters ${caller.site.key} ${caller.sessionId}`);
    const own = transaction
      .selectFrom('letters')
      .selectAll()
      .where('site_key', '=', caller.site.key)
      .where('session_id', '=', caller.sessionId);
    const byKey = await own.where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
    if (byKey && !hashes.includes(byKey.request_hash)) throw new ProblemError('idempotency_key_reused');
    if (byKey) return byKey;
    const matching = await own.where('request_hash', 'in', hashes).execute();
    const openRequest = matching.find((entry) => isOpen(statusOf(entry)));
    if (openRequest) return openRequest;
    const row = newAuthorizationRow(appContext, caller, idempotencyKey, hashes[0], request);
    const recipients = [request.signer.email];
    await appContext.quotas.consume(transaction, caller, { action: 'authorization', recipients });
    await transaction.insertInto('letters').values(row).execute();
    return row;
  });
}

function newAuthorizationRow(
  appContext: AuthorizationContext,
  caller: Caller,
  idempotencyKey: string,
  hash: string,
  { signer, customer, accounts, utility, commodity }: CreateAuthorizationRequest,
): SignatureRequestRow {
  const at = appContext.now().toISOString();
  const formData = [
    { name: 'Business', value: customer.legalName },
    { name: 'Broker', value: caller.site.name },
    { name: 'Utility', value: utility },
    { name: 'Energy', value: commodity },
    ...accounts.map(({ identifier }, index) => ({ name: `Account ${index + 1}`, value: identifier })),
  ];
  return newSignatureRequestRow(appContext, caller, {
    idempotency_key: idempotencyKey,
    request_hash: hash,
    reference: createReference(),
    accounts,
    payload: { customerEmail: signer.email, signer, formData },
    check_after: at,
  });
}
