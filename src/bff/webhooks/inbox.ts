import type { StatusChanged } from '../../upstreams/msc/webhook.ts';
import type { AppContext } from '../app-context.ts';
import type { MscAccess } from '../config/load-partners.ts';
import { toStatusReport } from '../contracts/msc-mapper.ts';
import { recordStatus } from '../contracts/record-status.ts';
import { lockContracts } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { createGroupCommit } from './group-commit.ts';

/** A verified event and whose it is. */
interface Received {
  readonly access: MscAccess;
  readonly webhookId: string;
  readonly event: StatusChanged;
}

type Outcome = 'changed' | 'known' | 'duplicate' | 'unmatched';

/** Takes verified events in. */
export interface Inbox {
  /**
   * Writes one event with what follows from it, then tells open streams. When this returns, the event is durable (invariant
   * B). The same id again changes nothing. An event for a contract we do not know is kept all the same.
   */
  receive(access: MscAccess, webhookId: string, event: StatusChanged): Promise<void>;
}

/** Events that arrive together are written in one transaction. */
export function createInbox(appContext: AppContext): Inbox {
  const write = createGroupCommit((group: readonly Received[]) => writeGroup(appContext, group));
  return {
    async receive(access, webhookId, event) {
      const outcome = await write({ access, webhookId, event });
      const { partner, environment } = access;
      const contract = event.data.partnerReference;
      const fields = { partner, environment, webhook: webhookId, contract };
      if (outcome === 'unmatched') appContext.log.warn('webhook_unmatched', fields);
      else appContext.log.info('webhook_received', { ...fields, contractStatus: event.data.status, code: outcome });
      if (outcome === 'changed') appContext.contractEvents.publish(contract);
    },
  };
}

function writeGroup(appContext: AppContext, group: readonly Received[]): Promise<readonly Outcome[]> {
  const now = appContext.now();
  return appContext.store.transaction().execute(async (transaction) => {
    // Our own reference finds the contract even when this is faster than the answer to its creation.
    const rows = await lockContracts(
      transaction,
      group.map(({ event }) => event.data.partnerReference),
    );
    const findRow = ({ access, event }: Received): ContractRow | undefined => {
      const row = rows.get(event.data.partnerReference);
      return row?.partner === access.partner && row.environment === access.environment ? row : undefined;
    };
    const newKeys = await insertNew(transaction, group, findRow, now);
    const outcomes: Outcome[] = [];
    for (const received of group) {
      const row = findRow(received);
      // The first of twins in one group is the fresh one.
      if (!newKeys.delete(keyOf(received))) outcomes.push('duplicate');
      else if (!row) outcomes.push('unmatched');
      else if (
        await recordStatus(transaction, row, toStatusReport(received.event.data, received.event.occurredAt), now)
      ) {
        outcomes.push('changed');
        for (const [id, next] of await lockContracts(transaction, [row.id])) rows.set(id, next);
      } else outcomes.push('known');
    }
    return outcomes;
  });
}

/** Stores what was not there yet. @returns the keys of those */
async function insertNew(
  transaction: Store,
  group: readonly Received[],
  findRow: (received: Received) => ContractRow | undefined,
  now: Date,
): Promise<Set<string>> {
  const values = group
    .map((received) => ({
      partner: received.access.partner,
      environment: received.access.environment,
      webhook_id: received.webhookId,
      received_at: now.toISOString(),
      body: JSON.stringify(received.event),
      contract_id: findRow(received)?.id ?? null,
      key: keyOf(received),
    }))
    // In one order everywhere: two processes with the same events wait for each other, and not in a circle.
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
