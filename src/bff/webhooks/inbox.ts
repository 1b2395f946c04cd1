import type { StatusChanged } from '../../upstreams/msc/webhook.ts';
import { recordStatus } from '../contracts/record-status.ts';
import { reportFromMsc } from '../contracts/report-from-msc.ts';
import type { Deps } from '../deps.ts';
import type { MscAccess } from '../partners/load-partners.ts';

/**
 * Takes one verified event in: written with what follows from it in one transaction, then told to open streams. When this
 * returns, the event is durable (invariant B). The same id again changes nothing. An event for a contract we do not know
 * is kept all the same.
 */
export const receiveEvent = async (
  deps: Deps,
  access: MscAccess,
  webhookId: string,
  event: StatusChanged,
): Promise<void> => {
  const { partner, environment } = access;
  const now = deps.now();
  const outcome = await deps.store.transaction().execute(async (transaction) => {
    // Our own reference finds the contract even when this is faster than the answer to its creation.
    const row = await transaction
      .selectFrom('contracts')
      .selectAll()
      .where('id', '=', event.data.partnerReference)
      .where('partner', '=', partner)
      .where('environment', '=', environment)
      .executeTakeFirst();
    const inserted = await transaction
      .insertInto('webhook_inbox')
      .values({
        partner,
        environment,
        webhook_id: webhookId,
        received_at: now.toISOString(),
        body: JSON.stringify(event),
        contract_id: row?.id ?? null,
      })
      .onConflict((conflict) => conflict.columns(['partner', 'environment', 'webhook_id']).doNothing())
      .executeTakeFirst();
    if (!inserted.numInsertedOrUpdatedRows) return 'duplicate';
    if (!row) return 'unmatched';
    const report = reportFromMsc(event.data, event.occurredAt);
    return (await recordStatus(transaction, row, report, now)) ? 'changed' : 'known';
  });
  const fields = { partner, environment, webhook: webhookId, contract: event.data.partnerReference };
  if (outcome === 'unmatched') deps.log.warn('webhook_unmatched', fields);
  else deps.log.info('webhook_received', { ...fields, contractStatus: event.data.status, code: outcome });
  if (outcome === 'changed') deps.live.publish(event.data.partnerReference);
};
