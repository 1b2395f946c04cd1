import type { AppContext } from '../app-context.ts';
import { recordStatus } from '../contracts/record-status.ts';
import type { ContractStatusEvent } from '../enrollment/msc/msc-mapper.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { ProblemError } from '../http/problem.ts';
import { requestCheck } from '../restore/upstream-check.ts';
import { isContractId } from '../store/ids.ts';
import { lockContracts } from '../store/locks.ts';
import { type ContractRow, ERASED_SESSION, type Store } from '../store/tables.ts';

interface Received {
  readonly access: PartnerAccess;
  readonly webhookId: string;
  readonly event: ContractStatusEvent;
}

type InboxContext = Pick<AppContext, 'store' | 'now' | 'log' | 'contractEvents'>;
type Outcome = 'changed' | 'known' | 'duplicate' | 'unmatched';

export interface Inbox {
  /**
   * Stores one event with its effects, then notifies event streams. When the promise resolves, the event is durable
   * (invariant B). A duplicate ID changes nothing. An event for an unknown contract is stored too. For an event of an
   * erased contract, only the event's ID is stored.
   */
  receive(access: PartnerAccess, webhookId: string, event: ContractStatusEvent): Promise<void>;
}

/** Creates an inbox that stores events that arrive together in one transaction. */
export function createInbox(appContext: InboxContext): Inbox {
  const write = createGroupCommit((group: readonly Received[]) => writeGroup(appContext, group));
  return {
    async receive(access, webhookId, event) {
      const outcome = await write({ access, webhookId, event });
      const { partner, environment } = access;
      const contract = event.reference;
      // A reference that is not ours could be any text.
      const fields = { partner, environment, webhook: webhookId, ...(isContractId(contract) ? { contract } : {}) };
      if (outcome === 'unmatched') appContext.log.warn('webhook_unmatched', fields);
      else appContext.log.info('webhook_received', { ...fields, contractStatus: event.report.status, code: outcome });
      if (outcome === 'changed') appContext.contractEvents.publish(contract);
    },
  };
}

function writeGroup(appContext: InboxContext, group: readonly Received[]): Promise<readonly Outcome[]> {
  const now = appContext.now();
  return appContext.store.transaction().execute(async (transaction) => {
    // Looks contracts up by our reference, because a webhook may arrive before the response to the call that creates
    // the contract.
    const rows = await lockContracts(
      transaction,
      group.map(({ event }) => event.reference),
    );
    const findRow = ({ access, event }: Received): ContractRow | undefined => {
      const row = rows.get(event.reference);
      return row?.partner === access.partner && row.environment === access.environment ? row : undefined;
    };
    const erased = await findErased(transaction, group, rows);
    const newKeys = await insertNew(transaction, group, { findRow, erased, now });
    const outcomes: Outcome[] = [];
    for (const received of group) {
      const row = findRow(received);
      // If a group contains duplicates, the first counts as new.
      if (!newKeys.delete(keyOf(received))) outcomes.push('duplicate');
      else if (!row) outcomes.push(erased.has(received.event.reference) ? 'known' : 'unmatched');
      else if (await recordStatus(transaction, row, received.event.report, now)) {
        outcomes.push('changed');
        // The contract exists, although its request was refused.
        if (row.intent === 'refused') await requestCheck(transaction, row, now);
        for (const [id, next] of await lockContracts(transaction, [row.id])) rows.set(id, next);
      } else outcomes.push('known');
    }
    return outcomes;
  });
}

/**
 * Returns the IDs of the events' contracts that were erased. A tombstone remains even after retention has deleted the
 * contract's row.
 */
async function findErased(
  transaction: Store,
  group: readonly Received[],
  rows: ReadonlyMap<string, ContractRow>,
): Promise<ReadonlySet<string>> {
  const erased = [...rows.values()].filter(({ session_id }) => session_id === ERASED_SESSION).map(({ id }) => id);
  const missing = group
    .map(({ event }) => event.reference)
    .filter((reference) => isContractId(reference) && !rows.has(reference));
  if (!missing.length) return new Set(erased);
  const tombstones = await transaction
    .selectFrom('erased_contracts')
    .select('contract_id')
    .where('contract_id', 'in', missing)
    .execute();
  return new Set([...erased, ...tombstones.map(({ contract_id }) => contract_id)]);
}

interface InsertOptions {
  readonly findRow: (received: Received) => ContractRow | undefined;
  readonly erased: ReadonlySet<string>;
  readonly now: Date;
}

/**
 * Stores events that are not in the inbox yet. For an event of an erased contract, stores only the event's ID.
 *
 * @returns the keys of the stored events
 */
async function insertNew(
  transaction: Store,
  group: readonly Received[],
  { findRow, erased, now }: InsertOptions,
): Promise<Set<string>> {
  const values = group
    .map((received) => {
      const { body, reference } = received.event;
      const isErased = erased.has(reference);
      return {
        partner: received.access.partner,
        environment: received.access.environment,
        webhook_id: received.webhookId,
        received_at: now.toISOString(),
        body: isErased ? '{}' : body,
        reference: isErased ? null : reference,
        contract_id: findRow(received)?.id ?? null,
        key: keyOf(received),
      };
    })
    // Sorted, so that two processes with the same events cannot deadlock.
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key: _, ...row }) => row);
  const inserted = await transaction
    .insertInto('webhook_inbox')
    .values(values)
    .onConflict((conflict) => conflict.columns(['partner', 'environment', 'webhook_id']).doNothing())
    .returning(['partner', 'environment', 'webhook_id'])
    .execute();
  return new Set(inserted.map(({ partner, environment, webhook_id }) => `${partner} ${environment} ${webhook_id}`));
}

const keyOf = ({ access: { partner, environment }, webhookId }: Received): string =>
  `${partner} ${environment} ${webhookId}`;

/** How long the first item of a group waits for others, and the maximum lengths of a group and of the queue. */
const BATCH_WINDOW_MS = 2;
const MAX_GROUP_SIZE = 500;
const MAX_QUEUE_LENGTH = 10_000;

/**
 * Groups writes (group commit). Items that arrive within two milliseconds, or while the previous group is being
 * written, are written together. Each promise resolves when its group is on disk. A disk that needs 10 ms for a durable
 * write handles a hundred groups of any size per second.
 *
 * @param work writes a whole group or nothing, and returns one result per item
 * @returns a function that adds an item. Its promise rejects with the error of `work` for that item alone, or with
 * `rate_limited` if the queue is full.
 */
export function createGroupCommit<T, R>(work: (group: readonly T[]) => Promise<readonly R[]>): (item: T) => Promise<R> {
  interface QueuedItem {
    readonly item: T;
    readonly resolve: (result: R) => void;
    readonly reject: (error: unknown) => void;
  }
  const queue: QueuedItem[] = [];
  let isCommitting = false;

  const commit = async (group: readonly QueuedItem[]): Promise<void> => {
    try {
      const results = await work(group.map(({ item }) => item));
      for (const [at, { resolve, reject }] of group.entries()) {
        const result = results[at];
        if (result === undefined) reject(new Error('batch returned fewer results than inputs'));
        else resolve(result);
      }
    } catch (error) {
      // Writes the items one by one, so that a failing item does not affect the others.
      if (group.length > 1) for (const each of group) await commit([each]);
      else group[0]?.reject(error);
    }
  };
  const drainQueue = async (): Promise<void> => {
    while (queue.length) await commit(queue.splice(0, MAX_GROUP_SIZE));
    isCommitting = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= MAX_QUEUE_LENGTH) {
        reject(new ProblemError('rate_limited', { retryAfter: 1 }));
        return;
      }
      queue.push({ item, resolve, reject });
      if (isCommitting) return;
      isCommitting = true;
      setTimeout(() => void drainQueue(), BATCH_WINDOW_MS);
    });
}
