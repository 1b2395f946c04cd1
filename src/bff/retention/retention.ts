import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeleteResult, UpdateResult } from 'kysely';
import { contractStatus } from '../../wire/contract.ts';
import { hasEnded, isRetryable, isSettled } from '../../wire/contract-status.ts';
import type { AppContext } from '../app-context.ts';
import { REPLAY_DAYS } from '../outbox/replay.ts';
import { MAX_QUOTA_AGE_MS } from '../quotas/quotas.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import { isoAfter } from '../store/locks.ts';
import { truncateWal } from '../store/sqlite.ts';
import type { Store } from '../store/tables.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

const RETENTION_MS = {
  /** Payloads of intents without a contract, and of their signature requests. */
  unfinishedRequest: DAY_MS,
  /** Payloads of contracts that do not have a final status by then. */
  payload: 30 * DAY_MS,
  inbox: 30 * DAY_MS,
  /** The signer's email address, after the contract has ended. */
  signerAddress: 30 * DAY_MS,
  rejectedRequest: 30 * DAY_MS,
  outbox: REPLAY_DAYS * DAY_MS,
  /** Signature requests, after their last change. */
  authorization: 90 * DAY_MS,
  /** Links, after they expire: long enough to explain why a link no longer works. */
  link: DAY_MS,
  /** IDs of uploaded files: longer than a session can go without being renewed. */
  upload: 9 * DAY_MS,
  /** Longer than any token of the session can be valid or renewed. */
  endedSession: 40 * DAY_MS,
};

/** Calendar years for which the evidence of a contract is kept (`EVIDENCE_YEARS`). */
const DEFAULT_EVIDENCE_YEARS = 7;

/** Statuses of a contract that the customer can no longer correct. */
const FINAL_STATUSES = contractStatus.options.filter((status) => isSettled(status) && !isRetryable(status));
const ENDED_STATUSES = contractStatus.options.filter(hasEnded);

/**
 * Deletes data whose retention period is over. For an intent with an unknown outcome, only the payload is deleted,
 * because a retry must not create a second contract.
 */
export async function deleteExpired(
  { store, now: clock }: Pick<AppContext, 'store' | 'now'>,
  evidenceYears = DEFAULT_EVIDENCE_YEARS,
): Promise<void> {
  const now = clock();
  const steps: readonly (() => Promise<unknown>)[] = [
    () => deleteEvidence(store, now, evidenceYears),
    () => deleteContractPayloads(store, now),
    () => deleteSignerAddresses(store, now),
    () => store.deleteFrom('webhook_inbox').where('received_at', '<=', isoAfter(now, -RETENTION_MS.inbox)).execute(),
    () => deleteEvents(store, now),
    () => deleteSignatureRequests(store, now),
    () => deleteExpiredLinks(store, now),
    () => store.deleteFrom('quotas').where('window_start', '<=', isoAfter(now, -MAX_QUOTA_AGE_MS)).execute(),
    () =>
      store.deleteFrom('ended_sessions').where('ended_at', '<=', isoAfter(now, -RETENTION_MS.endedSession)).execute(),
    () => deleteRefusedRequests(store, now),
    () => deletePreparedPurchases(store, now),
  ];
  for (const step of steps) {
    await step();
    // SQLite blocks the process, so requests are served between two steps.
    await nextTurn();
  }
  // Truncates the log even if nothing has expired, because the log still has data that requests have deleted since the
  // last run. If another program is reading the file, the next run truncates the log.
  await truncateWal(store);
}

/**
 * Evidence is kept for years. Without a contract, there is nothing to prove, so the evidence is deleted together with
 * the request.
 */
const deleteEvidence = (store: Store, now: Date, years: number): Promise<DeleteResult> =>
  store
    .deleteFrom('contract_evidence')
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        eb('created_at', '<=', yearsBefore(now, years)),
        and([
          eb('created_at', '<=', isoAfter(now, -RETENTION_MS.rejectedRequest)),
          exists(
            selectFrom('contracts')
              .select('contracts.id')
              .whereRef('contracts.id', '=', 'contract_evidence.contract_id')
              .where('intent', '!=', 'created'),
          ),
        ]),
      ]),
    )
    .executeTakeFirst();

function yearsBefore(now: Date, years: number): string {
  const date = new Date(now);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return date.toISOString();
}

/** After a contract has ended, its signer needs a link only for a while. Without a contract, no link is needed. */
const deleteSignerAddresses = (store: Store, now: Date): Promise<DeleteResult> =>
  store
    .deleteFrom('signer_addresses')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('contracts')
            .select('contracts.id')
            .whereRef('contracts.id', '=', 'signer_addresses.contract_id')
            .where(({ or, and, eb }) =>
              or([
                and([eb('intent', '=', 'created'), eb('status', 'not in', ENDED_STATUSES)]),
                and([eb('intent', '=', 'created'), eb('updated_at', '>', isoAfter(now, -RETENTION_MS.signerAddress))]),
                eb('created_at', '>', isoAfter(now, -RETENTION_MS.unfinishedRequest)),
              ]),
            ),
        ),
      ),
    )
    .executeTakeFirst();

/** Deletes dependent rows first. A webhook may have added a status that refers to a refused request. */
async function deleteRefusedRequests(store: Store, now: Date): Promise<DeleteResult> {
  const refused = store
    .selectFrom('contracts')
    .select('id')
    .where('intent', '=', 'refused')
    .where('created_at', '<=', isoAfter(now, -RETENTION_MS.rejectedRequest));
  for (const table of [
    'contract_statuses',
    'contract_payloads',
    'contract_evidence',
    'purchase_keys',
    'letters',
  ] as const)
    await store.deleteFrom(table).where('contract_id', 'in', refused).execute();
  return store.deleteFrom('contracts').where('id', 'in', refused).executeTakeFirst();
}

const deleteContractPayloads = (store: Store, now: Date): Promise<DeleteResult> =>
  store
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
        exists(contract.where('intent', '=', 'created').where('status', 'in', FINAL_STATUSES)),
      ]);
    })
    .executeTakeFirst();

async function deleteEvents(store: Store, now: Date): Promise<DeleteResult> {
  const expiredEvents = store
    .selectFrom('outbox_events')
    .select('id')
    .where('created_at', '<=', isoAfter(now, -RETENTION_MS.outbox));
  await store.deleteFrom('deliveries').where('event_id', 'in', expiredEvents).execute();
  return store.deleteFrom('outbox_events').where('id', 'in', expiredEvents).executeTakeFirst();
}

const deleteSignatureRequests = (store: Store, now: Date): Promise<readonly (DeleteResult | UpdateResult)[]> =>
  Promise.all([
    store
      .deleteFrom('letters')
      .where('updated_at', '<=', isoAfter(now, -RETENTION_MS.authorization))
      // A pending outcome must be sent first.
      .where('owed', 'is', null)
      .executeTakeFirst(),
    store
      .updateTable('letters')
      .set(NO_PAYLOAD)
      .where('key_id', 'is not', null)
      .where('created_at', '<=', isoAfter(now, -RETENTION_MS.unfinishedRequest))
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('contracts')
            .select('contracts.id')
            .whereRef('contracts.id', '=', 'letters.contract_id')
            .where('intent', '!=', 'created'),
        ),
      )
      .executeTakeFirst(),
    store
      .updateTable('letters')
      .set(NO_PAYLOAD)
      .where('key_id', 'is not', null)
      .where('updated_at', '<=', isoAfter(now, -RETENTION_MS.payload))
      .where('status', 'not in', ['preparing', 'sent', 'viewed'])
      .executeTakeFirst(),
  ]);

/**
 * Deletes only the payload of an expired approval request. The request remains for another day, so that its preparer
 * can see that it has expired.
 */
const deletePreparedPurchases = (store: Store, now: Date): Promise<UpdateResult> =>
  store
    .updateTable('approval_requests')
    .set(NO_PAYLOAD)
    .where('key_id', 'is not', null)
    .where('expires_at', '<=', now.toISOString())
    .executeTakeFirst();

/**
 * Deletes expired signing states, resume links and approval requests, and old upload IDs.
 *
 * @returns the number of deleted rows
 */
export async function deleteExpiredLinks(store: Store, now: Date): Promise<number> {
  const before = isoAfter(now, -RETENTION_MS.link);
  const results = await Promise.all([
    store.deleteFrom('signing_states').where('expires_at', '<', before).executeTakeFirst(),
    store.deleteFrom('uploads').where('created_at', '<', isoAfter(now, -RETENTION_MS.upload)).executeTakeFirst(),
    store.deleteFrom('resume_links').where('expires_at', '<', before).executeTakeFirst(),
    store.deleteFrom('approval_requests').where('expires_at', '<', before).executeTakeFirst(),
  ]);
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}
