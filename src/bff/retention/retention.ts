import { contractStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { isSettled } from '../contracts/contract-status.ts';
import { REPLAY_DAYS } from '../outbox/replay.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import { deleteExpiredLinks } from './expired-links.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** How long what is stored is kept, in milliseconds. */
const RETENTION_MS = {
  /** The payload of a request that came to no contract, and of its letter. */
  unfinishedRequest: DAY_MS,
  /** The payload of a contract, unless that is settled before; webhooks; requests that were refused. */
  payload: 30 * DAY_MS,
  inbox: 30 * DAY_MS,
  rejectedRequest: 30 * DAY_MS,
  outbox: REPLAY_DAYS * DAY_MS,
  /** A letter of authorization after anything last happened to it. */
  authorization: 90 * DAY_MS,
};

/**
 * Removes what has been kept for long enough: payloads, webhooks, ways back that have run out, and requests that
 * were refused. A request whose outcome is not known stays, without its payload: whoever sends it again must not be given a
 * second contract.
 */
export async function deleteExpired({ store, now: clock }: Pick<AppContext, 'store' | 'now'>): Promise<void> {
  const now = clock();
  const olderThan = (ageMs: number): string => new Date(now.getTime() - ageMs).toISOString();
  await store
    .deleteFrom('contract_payloads')
    .where(({ or, and, eb, exists, selectFrom }) => {
      const contract = selectFrom('contracts')
        .select('contracts.id')
        .whereRef('contracts.id', '=', 'contract_payloads.contract_id');
      return or([
        eb('created_at', '<=', olderThan(RETENTION_MS.payload)),
        and([
          eb('created_at', '<=', olderThan(RETENTION_MS.unfinishedRequest)),
          exists(contract.where('intent', '!=', 'created')),
        ]),
        exists(contract.where('intent', '=', 'created').where('status', 'in', SETTLED_STATUSES)),
      ]);
    })
    .execute();
  await store.deleteFrom('webhook_inbox').where('received_at', '<=', olderThan(RETENTION_MS.inbox)).execute();
  const expiredEvents = store
    .selectFrom('outbox_events')
    .select('id')
    .where('created_at', '<=', olderThan(RETENTION_MS.outbox));
  await store.deleteFrom('deliveries').where('event_id', 'in', expiredEvents).execute();
  await store.deleteFrom('outbox_events').where('id', 'in', expiredEvents).execute();
  await store
    .deleteFrom('letters')
    .where('updated_at', '<=', olderThan(RETENTION_MS.authorization))
    // What must still be told is told first.
    .where('owed', 'is', null)
    .execute();
  await store
    .updateTable('letters')
    .set(NO_PAYLOAD)
    .where('created_at', '<=', olderThan(RETENTION_MS.unfinishedRequest))
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
    .where('updated_at', '<=', olderThan(RETENTION_MS.payload))
    .where('status', 'not in', ['preparing', 'sent', 'viewed'])
    .execute();
  await deleteExpiredLinks(store, now);
  await store
    .deleteFrom('contracts')
    .where('intent', '=', 'refused')
    .where('created_at', '<=', olderThan(RETENTION_MS.rejectedRequest))
    .execute();
}

const SETTLED_STATUSES = contractStatus.options.filter(isSettled);
