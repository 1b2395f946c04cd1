import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStore } from '../../../test/fixtures/store.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { readAccounts, type StoredAccount } from './contract-from-row.ts';
import { recordStatus } from './record-status.ts';

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ store, close } = await openTestStore());
});
afterEach(() => close());

const account = (last4: string, status: StoredAccount['status']): StoredAccount => ({
  last4,
  status,
  reasons: [],
  timeline: [],
});

async function insertSubmittedContract(existing: readonly string[]): Promise<ContractRow> {
  const now = new Date().toISOString();
  const row: ContractRow = {
    id: 'ct_1',
    partner: 'lonestar',
    environment: 'test',
    site_key: 'pk_test_demo',
    session_id: 's',
    idempotency_key: 'k',
    request_hash: 'h',
    intent: 'created',
    lease_until: now,
    upstream_id: 'msc_1',
    reference: '7F3K-22QD',
    status: 'submitted',
    reasons: '[]',
    accounts: JSON.stringify(existing.map((last4) => account(last4, 'submitted'))),
    signers: '[]',
    letter_id: null,
    terms: '{}',
    consent_at: now,
    consent_sha256: null,
    signer_key: null,
    section_hashes: null,
    refusal: null,
    approval_request_id: null,
    corrected_contract_id: null,
    reported_at: null,
    seq: 1,
    check_after: now,
    created_at: now,
    updated_at: now,
  };
  await store.insertInto('contracts').values(row).execute();
  return row;
}

async function accountsAfter(
  existing: readonly string[],
  reported: readonly StoredAccount[] | undefined,
): Promise<string[]> {
  const row = await insertSubmittedContract(existing);
  await recordStatus(store, row, { status: 'accepted', at: row.created_at, accounts: reported }, new Date());
  const read = await store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  return readAccounts(read).map(({ last4, status }) => `${last4} ${status}`);
}

test('reported accounts are matched by their last four digits, not by their order', async () => {
  const reported = [account('2222', 'rejected'), account('5678', 'accepted')];
  expect(await accountsAfter(['5678', '2222'], reported)).toEqual(['5678 accepted', '2222 rejected']);
});

test('reported accounts with the same last four digits are matched by their order', async () => {
  const reported = [account('5678', 'accepted'), account('5678', 'rejected')];
  expect(await accountsAfter(['5678', '5678'], reported)).toEqual(['5678 accepted', '5678 rejected']);
});

test('an account that the report does not list keeps its status', async () => {
  expect(await accountsAfter(['5678', '2222'], [account('2222', 'rejected')])).toEqual([
    '5678 submitted',
    '2222 rejected',
  ]);
});

test('if the report lists no accounts, all accounts take the contract’s status', async () => {
  expect(await accountsAfter(['5678', '2222'], undefined)).toEqual(['5678 accepted', '2222 accepted']);
});

test('a hold dated in the year 9999 counts as dated now, so a later report ends it', async () => {
  const row = await insertSubmittedContract(['5678']);
  const now = new Date();
  const readContract = () => store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  await recordStatus(store, row, { status: 'on_hold', at: '9999-01-01T00:00:00.000Z' }, now);
  expect((await readContract()).status).toBe('on_hold');
  const nextMinute = new Date(now.getTime() + 60_000);
  await recordStatus(store, await readContract(), { status: 'submitted', at: nextMinute.toISOString() }, nextMinute);
  expect((await readContract()).status).toBe('submitted');
  const { at } = await store
    .selectFrom('contract_statuses')
    .select('at')
    .where('status', '=', 'on_hold')
    .executeTakeFirstOrThrow();
  expect(at).toBe(now.toISOString());
});
