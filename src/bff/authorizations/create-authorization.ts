import type { CreateAuthorizationRequest } from '../../wire/authorization.ts';
import { signatureRequestStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { requestHashes } from '../config/keys.ts';
import { createReference } from '../contracts/reference.ts';
import { ProblemError } from '../http/problem.ts';
import { newSignatureRequestRow } from '../signature-requests/new-signature-request.ts';
import type { SignatureRequestRow } from '../signature-requests/signature-request-table.ts';
import { isOpen } from '../signature-requests/status.ts';
import { advisoryLock } from '../store/locks.ts';

/**
 * The letter behind an `Idempotency-Key`, durable before the upstream hears of it. The same key with the same request comes back to
 * the same letter; so does the same request under another key while its letter is open.
 *
 * @throws ProblemError idempotency_key_reused
 */
export async function claimAuthorization(
  appContext: AppContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateAuthorizationRequest,
): Promise<SignatureRequestRow> {
  const hashes = requestHashes(appContext.keys, JSON.stringify(request));
  return appContext.store.transaction().execute(async (transaction) => {
    // One session's requests one after another, or two at once would both find nothing and both begin.
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
    const openRequest = matching.find(({ status }) => isOpen(signatureRequestStatus.parse(status)));
    if (openRequest) return openRequest;
    const row = newAuthorizationRow(appContext, caller, idempotencyKey, hashes[0], request);
    await transaction.insertInto('letters').values(row).execute();
    return row;
  });
}

function newAuthorizationRow(
  appContext: AppContext,
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
