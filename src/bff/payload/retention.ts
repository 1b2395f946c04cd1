import { contractStatus } from '../../wire/contract.ts';
import { isSettled } from '../contracts/status.ts';
import type { Deps } from '../deps.ts';
import { noPayload } from '../letters/letter-payload.ts';
import { replayDays } from '../outbox/replay.ts';
import { prune } from '../store/prune.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** How long what is stored is kept, in milliseconds. */
const keep = {
  /** The payload of a request that came to no contract, and of its letter. */
  draft: day,
  /** The payload of a contract, unless that is settled before; webhooks; requests that were refused. */
  payload: 30 * day,
  inbox: 30 * day,
  refused: 30 * day,
  outbox: replayDays * day,
  /** A letter of authorization after anything last happened to it. */
  letter: 90 * day,
};

/**
 * Removes what has been kept for long enough: payloads, webhooks, ways back that have run out, and requests that
 * were refused. A request whose outcome is not known stays, without its payload: whoever sends it again must not be given a
 * second contract.
 */
export const removeOld = async ({ store, now: clock }: Pick<Deps, 'store' | 'now'>): Promise<void> => {
  const now = clock();
  const before = (milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString();
  await store
    .deleteFrom('contract_payloads')
    .where(({ or, and, eb, exists, selectFrom }) => {
      const contract = selectFrom('contracts')
        .select('contracts.id')
        .whereRef('contracts.id', '=', 'contract_payloads.contract_id');
      return or([
        eb('created_at', '<=', before(keep.payload)),
        and([eb('created_at', '<=', before(keep.draft)), exists(contract.where('intent', '!=', 'created'))]),
        exists(contract.where('intent', '=', 'created').where('status', 'in', settled)),
      ]);
    })
    .execute();
  await store.deleteFrom('webhook_inbox').where('received_at', '<=', before(keep.inbox)).execute();
  const told = store.selectFrom('outbox_events').select('id').where('created_at', '<=', before(keep.outbox));
  await store.deleteFrom('deliveries').where('event_id', 'in', told).execute();
  await store.deleteFrom('outbox_events').where('id', 'in', told).execute();
  await store
    .deleteFrom('letters')
    .where('updated_at', '<=', before(keep.letter))
    // What must still be told is told first.
    .where('owed', 'is', null)
    .execute();
  await store
    .updateTable('letters')
    .set(noPayload)
    .where('created_at', '<=', before(keep.draft))
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
    .set(noPayload)
    .where('updated_at', '<=', before(keep.payload))
    .where('status', 'not in', ['preparing', 'sent', 'viewed'])
    .execute();
  await prune(store, now);
  await store
    .deleteFrom('contracts')
    .where('intent', '=', 'refused')
    .where('created_at', '<=', before(keep.refused))
    .execute();
};

const settled = contractStatus.options.filter(isSettled);
