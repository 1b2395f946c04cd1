import { randomBytes } from 'node:crypto';
import type { SignatureRequestStatus } from '../../wire/contract.ts';
import type { Store } from '../store/tables.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';

/** Puts what happened to a letter of authorization into the outbox, in the transaction in which it happened. @param seq steps so far */
export async function enqueueAuthorizationEvent(
  transaction: Store,
  row: SignatureRequestRow,
  status: SignatureRequestStatus,
  seq: number,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const body = JSON.stringify({
    type: 'usage_authorization.status_changed',
    timestamp: at,
    data: {
      authorizationId: row.id,
      reference: row.reference,
      site: row.site_key,
      environment: row.environment,
      status,
      // A later event has more.
      seq,
    },
  });
  await transaction
    .insertInto('outbox_events')
    .values({
      id: `evt_${randomBytes(16).toString('hex')}`,
      site_key: row.site_key,
      contract_id: row.id,
      body,
      created_at: at,
      addressed_at: null,
    })
    .execute();
}
