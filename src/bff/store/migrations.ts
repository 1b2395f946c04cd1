import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { contractLetters } from './migrations/contract-letters.ts';
import { contractPayloads } from './migrations/contract-payloads.ts';
import { letters } from './migrations/letters.ts';
import { outbox } from './migrations/outbox.ts';
import { rateLimits } from './migrations/rate-limits.ts';
import { uploads } from './migrations/uploads.ts';

/** Tables as they came to be. A migration that has shipped never changes: add another. */
const migrations: Record<string, Migration> = {
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
      // Contracts made before have no signers told: what their status says is all there is.
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
  '0007_letters': letters,
  '0008_contract_letters': contractLetters,
};

/** Brings the store's tables up to date, or throws what went wrong: a server never runs on half a store. */
export async function migrate<Db>(store: Kysely<Db>): Promise<void> {
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error('the store could not be brought up to date', { cause: error });
}
