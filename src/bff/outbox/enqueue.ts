import type { Contract, ContractStatus, SignatureRequestStatus } from '../../wire/contract.ts';
import { createId } from '../store/ids.ts';
import type { ContractRow, SignatureRequestRow, Store } from '../store/tables.ts';

const SEQ_EPOCH_MS = Date.parse('2020-01-01T00:00:00.000Z');

/** The lowest `seq` of a change at `now`: the seconds since 2020, which fit into 32 bits until 2088. */
export const minSeq = (now: Date): number => Math.floor((now.getTime() - SEQ_EPOCH_MS) / 1000);

/**
 * The `seq` of a contract's next change. Receivers ignore a `seq` that is lower than the latest. After a backup is
 * restored, a change therefore has a higher `seq` than any change that the backup lacks.
 */
export const nextSeq = ({ seq }: Pick<ContractRow, 'seq'>, now: Date): number => Math.max(seq + 1, minSeq(now));

/**
 * Adds a status change of a contract to the outbox, in the transaction that changes the status. Events contain no
 * personal data, not even the last digits of accounts. The receiver can look up details upstream.
 */
export async function enqueueContractEvent(
  transaction: Store,
  row: ContractRow,
  change: {
    readonly status: ContractStatus;
    readonly accounts: readonly { readonly status: ContractStatus }[];
    readonly reasons: Contract['reasons'];
    readonly at: Date;
  },
): Promise<void> {
  await enqueue(transaction, row, row.id, change.at, 'contract.status_changed', {
    contractId: row.id,
    reference: row.reference,
    site: row.site_key,
    environment: row.environment,
    status: change.status,
    reasons: change.reasons.map(({ code }) => code),
    accounts: change.accounts.map(({ status }) => status),
    seq: nextSeq(row, change.at),
  });
}

/**
 * Adds a status change of a usage authorization to the outbox, in the transaction that changes the status.
 *
 * @param change `seq` increases with every change, so that receivers can order events
 */
export async function enqueueAuthorizationEvent(
  transaction: Store,
  row: SignatureRequestRow,
  { status, seq, at }: { readonly status: SignatureRequestStatus; readonly seq: number; readonly at: Date },
): Promise<void> {
  await enqueue(transaction, row, row.id, at, 'usage_authorization.status_changed', {
    authorizationId: row.id,
    reference: row.reference,
    site: row.site_key,
    environment: row.environment,
    status,
    seq,
  });
}

/** Adds an email report to the outbox: the recipient of an email reported that they did not request the email. */
export async function enqueueEmailReport(
  transaction: Store,
  row: Pick<ContractRow, 'id' | 'reference' | 'site_key' | 'environment'>,
  at: Date,
): Promise<void> {
  await enqueue(transaction, row, row.id, at, 'contract.email_reported', {
    contractId: row.id,
    reference: row.reference,
    site: row.site_key,
    environment: row.environment,
  });
}

async function enqueue(
  transaction: Store,
  { site_key }: { readonly site_key: string },
  subjectId: string,
  at: Date,
  type: string,
  data: object,
): Promise<void> {
  const timestamp = at.toISOString();
  await transaction
    .insertInto('outbox_events')
    .values({
      id: createId('evt'),
      site_key,
      contract_id: subjectId,
      body: JSON.stringify({ type, timestamp, data }),
      created_at: timestamp,
      addressed_at: null,
    })
    .execute();
}
