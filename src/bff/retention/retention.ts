import { contractStatus } from '../../wire/contract.ts';
import { isSettled } from '../../wire/contract-status.ts';
import type { AppContext } from '../app-context.ts';
import { REPLAY_DAYS } from '../outbox/replay.ts';
import { MAX_QUOTA_AGE_MS } from '../quotas/quotas.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import { isoAfter } from '../store/lease.ts';
import type { Store } from '../store/tables.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** How long data is stored. */
const RETENTION_MS = {
  /** Payloads of intents without a contract, and of their signature requests. */
  unfinishedRequest: DAY_MS,
  /** Payloads of contracts that have not settled by then. */
  payload: 30 * DAY_MS,
  inbox: 30 * DAY_MS,
  rejectedRequest: 30 * DAY_MS,
  outbox: REPLAY_DAYS * DAY_MS,
  /** Signature requests, after their last change. */
  authorization: 90 * DAY_MS,
  /** Links, after they expire: long enough to explain why one does not work. */
  link: DAY_MS,
  /** IDs of uploaded files. A session can be renewed for a week, and can refer to its files until then. */
  upload: 9 * DAY_MS,
  /** Longer than any token of the session can be valid or renewed. */
  endedSession: 40 * DAY_MS,
};

const SETTLED_STATUSES = contractStatus.options.filter(isSettled);

/**
 * Deletes data whose retention period is over. For an intent with an unknown outcome, only the payload is deleted,
 * because a retry must not create a second contract.
 */
export async function deleteExpired({ store, now: clock }: Pick<AppContext, 'store' | 'now'>): Promise<void> {
  const now = clock();
  await deleteContractPayloads(store, now);
  await store.deleteFrom('webhook_inbox').where('received_at', '<=', isoAfter(now, -RETENTION_MS.inbox)).execute();
  await deleteEvents(store, now);
  await deleteSignatureRequests(store, now);
  await deleteExpiredLinks(store, now);
  await store.deleteFrom('quotas').where('window_start', '<=', isoAfter(now, -MAX_QUOTA_AGE_MS)).execute();
  await store.deleteFrom('ended_sessions').where('ended_at', '<=', isoAfter(now, -RETENTION_MS.endedSession)).execute();
  await store
    .deleteFrom('contracts')
    .where('intent', '=', 'refused')
    .where('created_at', '<=', isoAfter(now, -RETENTION_MS.rejectedRequest))
    .execute();
}

async function deleteContractPayloads(store: Store, now: Date): Promise<void> {
  await store
    .deleteFrom('contract_payloads')
    .where(({ or, and, eb, exists, selectFrom }) => {
      const contract = selectFrom('contracts')
        .select('contracts.id')
        .whereRef('contracts.id', '=', 'contract_payloads.contract_id');
      return or([
        eb('created_at', '<=', isoAfter(now, -RETENTION_MS.payload)),
        and([
          eb('created_at', '<=', isoAfter(now, -RETENTION_MS.unfinishedRequest)),
          exists(contract.where('intent', '!=', 'created')),
        ]),
        exists(contract.where('intent', '=', 'created').where('status', 'in', SETTLED_STATUSES)),
      ]);
    })
    .execute();
}

async function deleteEvents(store: Store, now: Date): Promise<void> {
  const expiredEvents = store
    .selectFrom('outbox_events')
    .select('id')
    .where('created_at', '<=', isoAfter(now, -RETENTION_MS.outbox));
  await store.deleteFrom('deliveries').where('event_id', 'in', expiredEvents).execute();
  await store.deleteFrom('outbox_events').where('id', 'in', expiredEvents).execute();
}

async function deleteSignatureRequests(store: Store, now: Date): Promise<void> {
  await store
    .deleteFrom('letters')
    .where('updated_at', '<=', isoAfter(now, -RETENTION_MS.authorization))
    // A pending outcome must be sent first.
    .where('owed', 'is', null)
    .execute();
  await store
    .updateTable('letters')
    .set(NO_PAYLOAD)
    .where('created_at', '<=', isoAfter(now, -RETENTION_MS.unfinishedRequest))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('contracts')
          .select('contracts.id')
          .whereRef('contracts.id', '=', 'letters.contract_id')
          .where('intent', '!=', 'created'),
      ),
    )
    .execute();
  await store
    .updateTable('letters')
    .set(NO_PAYLOAD)
    .where('updated_at', '<=', isoAfter(now, -RETENTION_MS.payload))
    .where('status', 'not in', ['preparing', 'sent', 'viewed'])
    .execute();
}

/** Deletes expired signing states and resume links, and old upload IDs. @returns the number of deleted rows */
export async function deleteExpiredLinks(store: Store, now: Date): Promise<number> {
  const before = isoAfter(now, -RETENTION_MS.link);
  const results = await Promise.all([
    store.deleteFrom('signing_states').where('expires_at', '<', before).executeTakeFirst(),
    store.deleteFrom('uploads').where('created_at', '<', isoAfter(now, -RETENTION_MS.upload)).executeTakeFirst(),
    store.deleteFrom('resume_links').where('expires_at', '<', before).executeTakeFirst(),
  ]);
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}
