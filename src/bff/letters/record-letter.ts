import { randomBytes } from 'node:crypto';
import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { type LetterStatus, letterStatus } from '../../wire/letter.ts';
import type { Deps } from '../deps.ts';
import { lockName } from '../store/locks.ts';
import type { Store } from '../store/tables.ts';
import { letterFromRow } from './letter-from-row.ts';
import { noPayload } from './letter-payload.ts';
import { canBeSentAgain, isNews, isOpen, letterStatusOf } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';

/** After every instant, as text. */
export const never = '9999-12-31T00:00:00.000Z';
const longestReason = 500;

/** Alone with one letter until the transaction ends. */
export const lockLetter = async (transaction: Store, id: string): Promise<LetterRow | undefined> => {
  await lockName(transaction, `letter ${id}`);
  return transaction.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
};

/**
 * Keeps what the upstream says of a letter. Statuses never go back, and what is said of an earlier sending is passed over. The
 * site's owner is told in the same transaction.
 */
export const recordAgreement = (deps: Deps, id: string, sending: number, told: Agreement): Promise<void> =>
  deps.store.transaction().execute(async (transaction) => {
    const row = await lockLetter(transaction, id);
    if (row?.sending !== sending) return;
    if (row.upstream_id === null)
      await transaction.updateTable('letters').set({ upstream_id: told.id }).where('id', '=', id).execute();
    const next = letterStatusOf[told.status];
    if (isNews(letterStatus.parse(row.status), next)) {
      await putStatus(transaction, row, next, deps.now(), told.reason ?? undefined);
    }
  });

/** Puts a letter there, whatever it was before, and announces it. */
export const putStatus = async (
  transaction: Store,
  row: LetterRow,
  status: LetterStatus,
  now: Date,
  reason?: string,
): Promise<void> => {
  const at = now.toISOString();
  const { timeline } = letterFromRow(row);
  await transaction
    .updateTable('letters')
    .set({
      status,
      reason: reason?.slice(0, longestReason) ?? null,
      timeline: JSON.stringify([...timeline, { status, at }]),
      updated_at: at,
      ...(isOpen(status) ? {} : { check_after: never }),
      // What can be sent again is kept for that; see retention.
      ...(isOpen(status) || canBeSentAgain(status) ? {} : noPayload),
    })
    .where('id', '=', row.id)
    .execute();
  const body = JSON.stringify({
    type: 'usage_authorization.status_changed',
    timestamp: at,
    data: {
      letterId: row.id,
      reference: row.reference,
      site: row.site_key,
      environment: row.environment,
      status,
      // Steps so far: a later event has more.
      seq: timeline.length + 1,
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
};
