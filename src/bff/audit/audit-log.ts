import { createHash } from 'node:crypto';
import { z } from 'zod';
import { advisoryLock } from '../store/locks.ts';
import type { Store } from '../store/tables.ts';

export type AuditAction =
  | 'access_denied'
  | 'approval_request_erased'
  | 'authorization_erased'
  | 'command_finished'
  | 'command_started'
  | 'configuration_rejected'
  | 'configuration_reloaded'
  | 'contract_erased'
  | 'email_reported';

/**
 * The fields that an entry about an action can have. As in log lines, only IDs, keyed hashes and fixed words are
 * allowed.
 */
export interface AuditFields {
  /** Keyed hash of the operator's name. */
  readonly actor?: string;
  readonly command?: string;
  /** The command's arguments. An argument that could be a secret is recorded as `other`. */
  readonly args?: readonly string[];
  readonly outcome?: 'succeeded' | 'failed';
  /** The name of an error, never its message. */
  readonly error?: string;
  readonly site?: string;
  readonly contract?: string;
  readonly signatureRequest?: string;
  readonly approvalRequest?: string;
  /** Keyed hashes of the session and of the IP address. */
  readonly sessionKey?: string;
  readonly addressKey?: string;
  readonly changes?: readonly string[];
}

export interface AuditEvent extends AuditFields {
  readonly action: AuditAction;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

const GENESIS_HASH = '';
const BATCH_SIZE = 500;
const storedEntry = z.looseObject({ seq: z.number(), at: z.string(), action: z.string() });

/** JSON with sorted keys and without undefined values, so that equal entries have equal hashes. */
const canonicalJson = (entry: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1))));

const chainHash = (previousHash: string, entry: string): string =>
  createHash('sha256').update(`${previousHash}\n${entry}`).digest('hex');

/** Appends events to the audit log. Call it in a transaction. Concurrent writers wait for each other. */
export async function appendAudit(transaction: Store, events: readonly AuditEvent[]): Promise<void> {
  await advisoryLock(transaction, 'audit_log');
  const last = await transaction
    .selectFrom('audit_log')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  let { seq, hash } = last ?? { seq: 0, hash: GENESIS_HASH };
  const rows = events.map(({ at, action, ...fields }) => {
    seq += 1;
    const entry = canonicalJson({ seq, at, action, ...fields });
    hash = chainHash(hash, entry);
    return { seq, at, action, entry, hash };
  });
  for (let start = 0; start < rows.length; start += BATCH_SIZE)
    await transaction
      .insertInto('audit_log')
      .values(rows.slice(start, start + BATCH_SIZE))
      .execute();
}

interface AuditRow {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly entry: string;
  readonly hash: string;
}

async function* readRows(store: Store, since = ''): AsyncGenerator<AuditRow> {
  let seq = 0;
  for (;;) {
    const rows = await store
      .selectFrom('audit_log')
      .selectAll()
      .where('seq', '>', seq)
      .where('at', '>=', since)
      .orderBy('seq')
      .limit(BATCH_SIZE)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    ({ seq } = last);
  }
}

/** The result of verifying the chain. `head` is the last hash: compare it with one that was noted earlier. */
export type AuditVerification =
  | { readonly isIntact: true; readonly count: number; readonly head: string }
  | { readonly isIntact: false; readonly firstBroken: AuditRow };

/**
 * Verifies the chain of hashes. Detects changed, inserted and missing rows. Rows that are missing at the end are
 * detected only by comparing the head with an earlier one.
 */
export async function verifyAudit(store: Store): Promise<AuditVerification> {
  let count = 0;
  let head = GENESIS_HASH;
  for await (const row of readRows(store)) {
    const hash = chainHash(head, row.entry);
    if (row.seq !== count + 1 || row.hash !== hash || !hasMatchingColumns(row))
      return { isIntact: false, firstBroken: row };
    count += 1;
    head = hash;
  }
  return { isIntact: true, count, head };
}

/** Only `entry` is hashed, so the columns that repeat its values are compared with it. */
function hasMatchingColumns({ seq, at, action, entry }: AuditRow): boolean {
  try {
    const stored = storedEntry.parse(JSON.parse(entry));
    return stored.seq === seq && stored.at === at && stored.action === action;
  } catch {
    return false;
  }
}

/** Entries and their hashes as JSON lines. @param since ISO 8601 in UTC */
export async function listAudit(store: Store, since?: string): Promise<string> {
  const lines: string[] = [];
  for await (const { entry, hash } of readRows(store, since))
    lines.push(`${entry.replace(/\}$/, '')},"hash":"${hash}"}`);
  return lines.join('\n');
}
