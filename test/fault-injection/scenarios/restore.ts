import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Customer } from '../customer.ts';
import type { Harness } from '../harness.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

const LOST_CONTRACTS = { short: 2, long: 20 };

async function customerWithContract(harness: Harness): Promise<Customer> {
  const customer = await harness.customer();
  await customer.fetchOffers();
  await customer.submitUntilCreated();
  return customer;
}

/** Replaces the store with a backup, as an operator would: the server is stopped, and the old log is removed. */
async function restoreBackup(harness: Harness, backup: string): Promise<void> {
  await harness.server().kill();
  for (const end of ['', '-wal', '-shm']) rmSync(`${harness.databaseFile}${end}`, { force: true });
  copyFileSync(backup, harness.databaseFile);
  await harness.restart();
}

function readRows({ databaseFile }: Harness, query: string): readonly unknown[] {
  const database = new DatabaseSync(databaseFile, { readOnly: true });
  try {
    return database.prepare(query).all();
  } finally {
    database.close();
  }
}

const storedBytes = ({ databaseFile }: Harness): string =>
  [databaseFile, `${databaseFile}-wal`]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'latin1'))
    .join('');

export const restoreScenarios: readonly Scenario[] = [
  defineScenario('a backup is restored after contracts were created', async (harness) => {
    const earlier = await customerWithContract(harness);
    const since = new Date(harness.now().getTime() - 60 * 60_000).toISOString();
    const backup = join(harness.folder, 'backup.db');
    await harness.runCommand('backup', backup);
    const customers: Customer[] = [];
    for (let count = 0; count < LOST_CONTRACTS[harness.length]; count++)
      customers.push(await customerWithContract(harness));
    // One request has been interrupted, and its customer has not repeated it yet.
    const interrupted = await harness.customer();
    await interrupted.fetchOffers();
    harness.upstream.inject('reset_after_commit', 'ontract');
    await interrupted.submitContract();
    await harness.upstream.recover();
    harness.injected();
    harness.counters.kills += 1;
    await restoreBackup(harness, backup);
    // The server acknowledges a webhook for a contract that is not in its store. The webhook reports the current
    // status, because the time of an earlier status could not be recovered after the restore.
    const [first] = customers;
    const upstreamContract = harness.state.contracts
      .list()
      .find(({ input }) => input.customer.legalName === first?.legalName);
    if (!upstreamContract) throw new Error('the upstream does not have this contract');
    harness.state.contracts.setStatus(upstreamContract, 'sent');
    await waitUntil(() => harness.lines().some((line) => line.includes('webhook_unmatched')), Boolean, 'the webhook');
    const report = await harness.runCommand('reconcile', '--since', since);
    const lost = customers.length + 1;
    assert.match(report, new RegExp(`adopted(?:_without_site)?: ${lost}`), report);
    assert.match(await harness.runCommand('reconcile', '--since', since), /^known: \d+; webhooks applied: 0$/);
    assert.match(await harness.runCommand('audit', 'verify'), /intact/);
    harness.state.contracts.setStatus(upstreamContract, 'viewed');
    await earlier.fetchContract();
    for (const customer of customers) {
      const path = `/v1/contracts/${(await customer.submitUntilCreated()).id}`;
      assert.equal((await customer.request(path)).status, 200, 'the same request gives access again');
    }
    return `404 until the same request is repeated; ${lost} contracts adopted`;
  }),
  defineScenario('a backup is restored, and the server finds the contracts that it lacks', async (harness) => {
    const backup = join(harness.folder, 'backup.db');
    const comparisons = () => readRows(harness, 'select checked_until from upstream_checks').length;
    await waitUntil(comparisons, (count) => count > 0, 'the first comparison');
    await harness.runCommand('backup', backup);
    const customers: Customer[] = [];
    for (let count = 0; count < LOST_CONTRACTS[harness.length]; count++)
      customers.push(await customerWithContract(harness));
    harness.injected();
    harness.counters.kills += 1;
    await restoreBackup(harness, backup);
    await harness.shiftClocks(11 * 60_000);
    const adopted = () => readRows(harness, "select id from contracts where session_id = 'adopted'").length;
    await waitUntil(adopted, (count) => count === customers.length, 'the adopted contracts');
    for (const customer of customers) {
      const { id } = await customer.submitUntilCreated();
      assert.equal((await customer.request(`/v1/contracts/${id}`)).status, 200, 'the same request gives access again');
    }
    return `${customers.length} contracts adopted without a command`;
  }),
  defineScenario('an erased contract receives webhooks, and the server is killed', async (harness) => {
    const customer = await harness.customer();
    await customer.fetchOffers();
    const other = await customerWithContract(harness);
    const { id } = await customer.submitUntilCreated();
    const database = new DatabaseSync(harness.databaseFile, { readOnly: true });
    const row = database
      .prepare(
        'select session_id, wrapped_key, sealed from contracts join contract_payloads on contract_id = contracts.id where contracts.id = ?',
      )
      .get(id);
    database.close();
    const secrets = Object.values(row ?? {}).map(String);
    assert.equal(secrets.filter((secret) => storedBytes(harness).includes(secret)).length, 3);
    const stream = customer.request(`/v1/contracts/${id}/events`);
    await harness.runCommand('erase', id);
    harness.injected();
    const events = await stream;
    assert.equal(events.status, 200, 'the stream ended by itself');
    assert.deepEqual(
      secrets.filter((secret) => storedBytes(harness).includes(secret)),
      [],
    );
    const upstreamContract = harness.state.contracts
      .list()
      .find(({ input }) => input.customer.legalName === customer.legalName);
    if (!upstreamContract) throw new Error('the upstream does not have this contract');
    harness.state.contracts.setStatus(upstreamContract, 'declined', [{ code: 'declined', message: 'Dana moved away' }]);
    await waitUntil(
      () => harness.lines().some((line) => line.includes(id) && line.includes('declined')),
      Boolean,
      'the webhook',
    );
    await harness.restart();
    assert.ok(!storedBytes(harness).includes('Dana moved away'), 'no content of the webhook is stored');
    assert.equal((await customer.request(`/v1/contracts/${id}`)).status, 404);
    assert.match(await harness.runCommand('audit', 'verify'), /intact/);
    await other.fetchContract();
    harness.erased.add(customer);
    return 'the stream ends; then 404';
  }),
];
