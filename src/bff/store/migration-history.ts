import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from './locks.ts';
import { evidenceAndPurchaseKeys } from './migrations/0009-evidence-and-purchase-keys.ts';
import { readinessAndBacklogs } from './migrations/0010-readiness-and-backlogs.ts';
import { auditAndTombstones } from './migrations/0011-audit-and-tombstones.ts';
import { endedSessions } from './migrations/0012-ended-sessions.ts';
import { quotas } from './migrations/0013-quotas.ts';
import { upstreamChecks, webhookReferences } from './migrations/0014-upstream-checks.ts';
import { emailReports } from './migrations/0015-email-reports.ts';
import { approvalRequests } from './migrations/0016-approval-requests.ts';
import { contractApprovals, correctionIndex } from './migrations/0017-related-contracts.ts';

/**
 * Moves the consent text to an encrypted payload. The migration has no keys: the server encrypts existing rows when it
 * starts.
 */
const contractPayloads: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('contract_payloads')
      .addColumn('contract_id', 'text', (column) => column.primaryKey().references('contracts.id'))
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('wrapped_key', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    const json = isPostgres(db)
      ? sql`json_build_object('consent', consent_text)::text`
      : sql`json_object('consent', consent_text)`;
    await sql`insert into contract_payloads select id, 'none', '', ${json}, consent_at from contracts`.execute(db);
    await db.schema.alterTable('contracts').dropColumn('consent_text').execute();
  },
};

const outbox: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('outbox_events')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('contract_id', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('addressed_at', 'text')
      .execute();
    await db.schema.createIndex('outbox_events_addressed').on('outbox_events').column('addressed_at').execute();
    await db.schema
      .createTable('deliveries')
      .addColumn('event_id', 'text', (column) => column.notNull().references('outbox_events.id'))
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('begun_at', 'text', (column) => column.notNull())
      .addColumn('due_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('deliveries_key', ['event_id', 'endpoint'])
      .execute();
    await db.schema.createIndex('deliveries_due').on('deliveries').columns(['state', 'due_at']).execute();
    await db.schema
      .createTable('disabled_endpoints')
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('disabled_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('disabled_endpoints_key', ['site_key', 'endpoint'])
      .execute();
  },
};

/**
 * Shared rate limit counters, in the schema that rate-limiter-flexible requires. On SQLite, the single process counts
 * in memory. The table is unlogged, because that is faster and the counters may be lost in a crash.
 */
const rateLimits: Migration = {
  async up(db: Kysely<unknown>) {
    if (!isPostgres(db)) return;
    await sql`create unlogged table rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint)`.execute(
      db,
    );
  },
};

const uploads: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contracts').addColumn('consent_sha256', 'text').execute();
    await db.schema
      .createTable('uploads')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('upstream_id', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('uploads_session').on('uploads').columns(['session_id', 'created_at']).execute();
  },
};

const signatureRequests: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('letters')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text', (column) => column.notNull())
      .addColumn('request_hash', 'text', (column) => column.notNull())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('accounts', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('timeline', 'text', (column) => column.notNull())
      .addColumn('upstream_id', 'text')
      .addColumn('sending', 'integer', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('lease_until', 'text', (column) => column.notNull())
      .addColumn('check_after', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text')
      .addColumn('wrapped_key', 'text')
      .addColumn('sealed', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addUniqueConstraint('letters_intent', ['site_key', 'session_id', 'idempotency_key'])
      .execute();
    await db.schema.createIndex('letters_check_after').on('letters').column('check_after').execute();
  },
};

/** Contracts that are signed by email. Existing rows have none of these values. */
const contractSignatureRequests: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contracts').addColumn('letter_id', 'text').execute();
    for (const name of ['contract_id', 'holds_until', 'signed_at', 'owed']) {
      await db.schema.alterTable('letters').addColumn(name, 'text').execute();
    }
  },
};

/** Every schema change, in order. Never change a released migration: add another. */
export const migrations: Record<string, Migration> = {
  '0001_contracts': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('contracts')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('partner', 'text', (column) => column.notNull())
        .addColumn('environment', 'text', (column) => column.notNull())
        .addColumn('site_key', 'text', (column) => column.notNull())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('idempotency_key', 'text', (column) => column.notNull())
        .addColumn('request_hash', 'text', (column) => column.notNull())
        .addColumn('intent', 'text', (column) => column.notNull())
        .addColumn('lease_until', 'text', (column) => column.notNull())
        .addColumn('upstream_id', 'text')
        .addColumn('reference', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reasons', 'text', (column) => column.notNull())
        .addColumn('accounts', 'text', (column) => column.notNull())
        .addColumn('terms', 'text', (column) => column.notNull())
        .addColumn('consent_text', 'text', (column) => column.notNull())
        .addColumn('consent_at', 'text', (column) => column.notNull())
        .addColumn('refusal', 'text')
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('check_after', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('updated_at', 'text', (column) => column.notNull())
        .addUniqueConstraint('contracts_intent', ['site_key', 'session_id', 'idempotency_key'])
        .execute();
      await db.schema.createIndex('contracts_check_after').on('contracts').column('check_after').execute();
      await db.schema
        .createTable('contract_statuses')
        .addColumn('contract_id', 'text', (column) => column.notNull().references('contracts.id'))
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('contract_statuses_key', ['contract_id', 'status'])
        .execute();
      await db.schema
        .createTable('webhook_inbox')
        .addColumn('partner', 'text', (column) => column.notNull())
        .addColumn('environment', 'text', (column) => column.notNull())
        .addColumn('webhook_id', 'text', (column) => column.notNull())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addColumn('contract_id', 'text')
        .addPrimaryKeyConstraint('webhook_inbox_key', ['partner', 'environment', 'webhook_id'])
        .execute();
      await db.schema
        .createTable('signing_states')
        .addColumn('state_hash', 'text', (column) => column.primaryKey())
        .addColumn('contract_id', 'text', (column) => column.notNull().references('contracts.id'))
        .addColumn('presentation', 'text', (column) => column.notNull())
        .addColumn('origin', 'text', (column) => column.notNull())
        .addColumn('return_to', 'text')
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('used_at', 'text')
        .execute();
    },
  },
  '0002_signers_and_resume_links': {
    async up(db: Kysely<unknown>) {
      // Older contracts have no stored signers. Only their status is known.
      await db.schema
        .alterTable('contracts')
        .addColumn('signers', 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
      await db.schema.alterTable('contract_statuses').addColumn('last_at', 'text').execute();
      await db.schema
        .createTable('contract_sessions')
        .addColumn('contract_id', 'text', (column) => column.notNull().references('contracts.id'))
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('contract_sessions_key', ['contract_id', 'session_id'])
        .execute();
      await db.schema
        .createTable('resume_links')
        .addColumn('secret_hash', 'text', (column) => column.primaryKey())
        .addColumn('contract_id', 'text', (column) => column.notNull().references('contracts.id'))
        .addColumn('site_key', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('used_at', 'text')
        .execute();
      await db.schema.createIndex('signing_states_contract').on('signing_states').column('contract_id').execute();
      await db.schema.createIndex('resume_links_contract').on('resume_links').column('contract_id').execute();
    },
  },
  '0003_contract_payloads': contractPayloads,
  '0004_outbox': outbox,
  '0005_rate_limits': rateLimits,
  '0006_uploads': uploads,
  '0007_letters': signatureRequests,
  '0008_contract_letters': contractSignatureRequests,
  '0009_evidence_and_purchase_keys': evidenceAndPurchaseKeys,
  '0010_readiness_and_backlogs': readinessAndBacklogs,
  '0011_audit_and_tombstones': auditAndTombstones,
  '0012_ended_sessions': endedSessions,
  '0013_quotas': quotas,
  '0014_upstream_checks': upstreamChecks,
  '0015_email_reports': emailReports,
  '0016_approval_requests': approvalRequests,
  '0017_contract_approvals': contractApprovals,
  '0018_correction_index': correctionIndex,
  '0019_webhook_references': webhookReferences,
};
