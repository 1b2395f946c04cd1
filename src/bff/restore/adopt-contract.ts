import type { StoredAccount } from '../contracts/contract-from-row.ts';
import { recordStatus } from '../contracts/record-status.ts';
import type { EnrolledContract } from '../enrollment/enrollment-backend.ts';
import { parseMscWebhook } from '../enrollment/msc/msc-mapper.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { minSeq } from '../outbox/enqueue.ts';
import { createReference } from '../store/ids.ts';
import { lockContract } from '../store/locks.ts';
import { ADOPTED_SESSION, type ContractRow, type Store } from '../store/tables.ts';

/**
 * Stores a contract that only the upstream knows about. Its terms and its session are unknown, so no customer can
 * access it, but its status is tracked and sent to the site's owner. Webhooks that were acknowledged before it was
 * adopted are applied to it.
 *
 * @returns the number of applied webhooks
 */
export async function adoptContract(
  transaction: Store,
  { partner, environment }: Pick<PartnerAccess, 'partner' | 'environment'>,
  siteKey: string,
  { id: upstreamId, reference: id, report }: EnrolledContract,
  now: Date,
): Promise<number> {
  const accounts: StoredAccount[] = (report.accounts ?? []).map(({ last4 }) => ({
    last4,
    status: 'draft',
    reasons: [],
    timeline: [],
  }));
  const row: ContractRow = {
    id,
    partner,
    environment,
    site_key: siteKey,
    session_id: ADOPTED_SESSION,
    // The key must be unique.
    idempotency_key: id,
    request_hash: '',
    intent: 'created',
    lease_until: now.toISOString(),
    upstream_id: upstreamId,
    reference: createReference(),
    status: 'draft',
    reasons: '[]',
    accounts: JSON.stringify(accounts),
    signers: '[]',
    letter_id: null,
    terms: '{}',
    consent_at: report.at,
    consent_sha256: null,
    signer_key: null,
    section_hashes: null,
    approval_request_id: null,
    corrected_contract_id: null,
    refusal: null,
    reported_at: null,
    seq: minSeq(now),
    check_after: now.toISOString(),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  };
  await transaction.insertInto('contracts').values(row).execute();
  await recordStatus(transaction, row, report, now);
  return applyUnmatchedWebhooks(transaction, row, now);
}

/** The webhooks that were acknowledged while the contract was unknown. */
export const selectUnmatchedWebhooks = (
  transaction: Store,
  { id, partner, environment }: Pick<ContractRow, 'id' | 'partner' | 'environment'>,
) =>
  transaction
    .selectFrom('webhook_inbox')
    .select(['webhook_id', 'body'])
    .where('partner', '=', partner)
    .where('environment', '=', environment)
    .where('reference', '=', id)
    .where('contract_id', 'is', null)
    .orderBy('received_at');

/**
 * Applies webhooks that were acknowledged while the contract was unknown.
 *
 * @returns the number of applied webhooks
 */
export async function applyUnmatchedWebhooks(
  transaction: Store,
  row: Pick<ContractRow, 'id' | 'partner' | 'environment'>,
  now: Date,
): Promise<number> {
  const { id, partner, environment } = row;
  const webhooks = await selectUnmatchedWebhooks(transaction, row).execute();
  let count = 0;
  for (const { webhook_id, body } of webhooks) {
    const webhook = parseMscWebhook(JSON.parse(body), environment);
    const current = await lockContract(transaction, id);
    if (webhook.kind !== 'status_changed' || webhook.event.reference !== id || !current) continue;
    await recordStatus(transaction, current, webhook.event.report, now);
    await transaction
      .updateTable('webhook_inbox')
      .set({ contract_id: id })
      .where('partner', '=', partner)
      .where('environment', '=', environment)
      .where('webhook_id', '=', webhook_id)
      .execute();
    count += 1;
  }
  return count;
}
