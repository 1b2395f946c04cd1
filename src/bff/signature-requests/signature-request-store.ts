import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { SignatureRequestStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { enqueueAuthorizationEvent, minSeq } from '../outbox/enqueue.ts';
import { createId } from '../store/ids.ts';
import { advisoryLock, lockContract, NEVER_DUE } from '../store/locks.ts';
import type { ContractRow, SignatureRequestRow, Store } from '../store/tables.ts';
import { encryptPayload, NO_PAYLOAD, type SignatureRequestPayload } from './payload.ts';
import { canResend, isAdvance, isOpen, maskEmail, readTimeline, STATUS_OF_AGREEMENT, statusOf } from './status.ts';

const MAX_REASON_LENGTH = 500;

interface SignatureRequestInput
  extends Pick<SignatureRequestRow, 'idempotency_key' | 'request_hash' | 'reference' | 'check_after'> {
  readonly accounts: readonly { readonly identifier: string }[];
  readonly payload: SignatureRequestPayload;
  readonly contract?: Pick<SignatureRequestRow, 'contract_id' | 'holds_until'>;
}

export function newSignatureRequestRow(
  appContext: Pick<AppContext, 'now' | 'payloadKeys'>,
  { access, site, sessionId }: Caller,
  { accounts, payload, contract, ...columns }: SignatureRequestInput,
): SignatureRequestRow {
  // Derived from the contract's ID, so that a contract that is requested again after a restore finds its agreement.
  const id = contract?.contract_id?.replace(/^ct/, 'lt') ?? createId('lt');
  const at = appContext.now().toISOString();
  return {
    id,
    partner: site.partner,
    environment: site.environment,
    site_key: site.key,
    session_id: sessionId,
    ...columns,
    recipient: maskEmail(payload.signer.email),
    accounts: JSON.stringify(accounts.map(({ identifier }) => ({ last4: identifier.slice(-4) }))),
    status: 'preparing',
    reason: null,
    timeline: JSON.stringify([{ status: 'preparing', at }]),
    upstream_id: null,
    sending: 1,
    attempts: 0,
    lease_until: at,
    ...encryptPayload(appContext.payloadKeys, id, { ...payload, clientId: clientIdOf(access) }),
    created_at: at,
    updated_at: at,
    contract_id: null,
    holds_until: null,
    ...contract,
    signed_at: null,
    owed: null,
  };
}

export const clientIdOf = ({ loa }: Caller['access']): string | undefined => loa?.credentials.clientId;

/** Finds a signature request by ID; undefined for null, or if it has been deleted. */
export const findSignatureRequest = (
  { store }: Pick<AppContext, 'store'>,
  id: string | null,
): Promise<SignatureRequestRow | undefined> =>
  store.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();

/** Locks a signature request until the transaction ends. */
export async function lockSignatureRequest(transaction: Store, id: string): Promise<SignatureRequestRow | undefined> {
  await advisoryLock(transaction, `letter ${id}`);
  return transaction.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Runs `work` with a signature request and its contract locked, then notifies the contract's event streams. */
export async function withLockedSignatureRequest(
  appContext: Pick<AppContext, 'store' | 'contractEvents'>,
  { id, contract_id }: Pick<SignatureRequestRow, 'id' | 'contract_id'>,
  work: (transaction: Store, row: SignatureRequestRow, contract: ContractRow | undefined) => Promise<void>,
): Promise<void> {
  await appContext.store.transaction().execute(async (transaction) => {
    // Lock the contract first, as webhooks do. A different order could deadlock.
    const contract = contract_id === null ? undefined : await lockContract(transaction, contract_id);
    const row = await lockSignatureRequest(transaction, id);
    if (row) await work(transaction, row, contract);
  });
  if (contract_id !== null) appContext.contractEvents.publish(contract_id);
}

type StatusContext = Pick<AppContext, 'now' | 'signatureRequestHooks'>;

/**
 * Stores the status that the upstream reports. A status never goes backwards, and reports about an earlier send are
 * ignored.
 */
export const recordAgreement = (
  appContext: Pick<AppContext, 'store' | 'contractEvents'> & StatusContext,
  { id, contract_id, sending }: Pick<SignatureRequestRow, 'id' | 'contract_id' | 'sending'>,
  reported: Agreement,
): Promise<void> =>
  withLockedSignatureRequest(appContext, { id, contract_id }, async (transaction, row) => {
    if (row.sending !== sending) return;
    const next = STATUS_OF_AGREEMENT[reported.status];
    if (row.upstream_id !== reported.id && (row.upstream_id === null || !isOpen(next)))
      await transaction.updateTable('letters').set({ upstream_id: reported.id }).where('id', '=', id).execute();
    if (!isAdvance(statusOf(row), next)) return;
    await setStatus(appContext, transaction, row, next, {
      reason: reported.reason ?? undefined,
      at: reported.updatedAt,
    });
  });

/**
 * Sets the status, even if the new status is an earlier one. In the same transaction, enqueues an event for the site's
 * owner if the request is an authorization, or updates the contract if the request signs one.
 */
export async function setStatus(
  { now: clock, signatureRequestHooks }: StatusContext,
  transaction: Store,
  row: SignatureRequestRow,
  status: SignatureRequestStatus,
  reported: { readonly reason?: string | undefined; readonly at?: string } = {},
): Promise<void> {
  const now = clock();
  const at = now.toISOString();
  const reportedAt = new Date(reported.at ?? at).toISOString();
  const timeline = readTimeline(row);
  // PostgreSQL cannot store NUL.
  const reason = reported.reason?.replaceAll('\0', '').slice(0, MAX_REASON_LENGTH);
  const owed = pendingNotification(row, status, reportedAt);
  await transaction
    .updateTable('letters')
    .set({
      status,
      reason: reason ?? null,
      timeline: JSON.stringify([...timeline, { status, at }]),
      updated_at: at,
      // A request that can be sent again still expires with its price.
      ...(isOpen(status)
        ? {}
        : { check_after: owed ? at : canResend(status) ? (row.holds_until ?? NEVER_DUE) : NEVER_DUE }),
      // The payload is kept only for another send: see `retention/retention.ts`.
      ...(isOpen(status) || (canResend(status) && !owed) ? {} : NO_PAYLOAD),
      ...(status === 'signed' ? { signed_at: reportedAt } : {}),
      ...(owed ? { owed, attempts: 0 } : {}),
    })
    .where('id', '=', row.id)
    .execute();
  if (row.contract_id === null) {
    await enqueueAuthorizationEvent(transaction, row, {
      status,
      // Higher than the `seq` of changes that a restored backup lacks, and than those made while the clock was ahead.
      seq: Math.max(minSeq(now), ...timeline.map((entry) => minSeq(new Date(entry.at)))) + timeline.length,
      at: now,
    });
  } else {
    await signatureRequestHooks.statusChanged(transaction, row.contract_id, { status, at: reportedAt, reason }, now);
  }
}

/**
 * The outcome to report to the enrollment backend when a contract's signature request reaches this status.
 *
 * @param at when it did so, by the upstream's clock if the upstream reported the time
 */
function pendingNotification(
  row: SignatureRequestRow,
  status: SignatureRequestStatus,
  at: string,
): SignatureRequestRow['owed'] {
  if (row.contract_id === null || isOpen(status)) return null;
  if (status === 'signed') return 'signature';
  const priceExpired = row.holds_until !== null && row.holds_until <= at;
  return canResend(status) && !priceExpired ? null : 'end';
}

/** Makes the signature request for a contract due now, because the contract has been created or has ended. */
export async function scheduleCheck(
  transaction: Store,
  { letter_id }: Pick<ContractRow, 'letter_id'>,
  now: Date,
): Promise<void> {
  if (letter_id === null) return;
  await transaction
    .updateTable('letters')
    .set({ check_after: now.toISOString() })
    .where('id', '=', letter_id)
    .execute();
}
