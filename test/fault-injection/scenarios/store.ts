import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import type { Harness } from '../harness.ts';
import { sendRequest } from '../http-client.ts';
import { defineScenario, type Scenario } from '../scenario.ts';

/**
 * Limits the size of the files that the server can write, to simulate a full disk. Returns false if this machine cannot
 * limit file sizes.
 */
const limitFileSize = (harness: Harness, bytes: number | 'unlimited'): boolean =>
  spawnSync('prlimit', ['--pid', String(harness.server().pid), `--fsize=${bytes}:unlimited`]).status === 0;

/** A full or locked store: the server must not confirm a request that it cannot store. */
export const storeScenarios: readonly Scenario[] = [
  defineScenario('another process locks the store', async (harness) => {
    const before = await harness.customer();
    await before.fetchOffers();
    // The server may briefly hold the lock, so this connection waits until the lock is released.
    const lockingConnection = new DatabaseSync(harness.databaseFile, { timeout: 5_000 });
    lockingConnection.exec('BEGIN IMMEDIATE');
    harness.injected();
    const [response, health] = await Promise.all([
      before.submitContract(),
      sendRequest(`${harness.server().origin}/healthz`, {}),
    ]);
    assert.equal(health.status, 200, 'the server is alive');
    assert.equal(response.code, 'store_unavailable');
    assert.ok(response.durationMs < 3_000, `after ${response.durationMs} ms`);
    assert.equal(harness.state.contracts.list().length, 0, 'the upstream received nothing');
    lockingConnection.exec('ROLLBACK');
    lockingConnection.close();
    return `${response.status} ${response.code} after ${(response.durationMs / 1000).toFixed(1)} s; then 201 with the same key`;
  }),
  defineScenario('the disk is full', async (harness) => {
    if (!limitFileSize(harness, 'unlimited')) {
      harness.injected();
      return 'skipped: prlimit is not available';
    }
    const customer = await harness.customer();
    await customer.fetchOffers();
    const existingCustomer = await harness.customer();
    await existingCustomer.fetchOffers();
    await existingCustomer.submitUntilCreated();
    limitFileSize(harness, 1);
    harness.injected();
    const response = await customer.submitContract();
    assert.equal(response.code, 'store_unavailable');
    assert.equal(harness.state.contracts.list().length, 1, 'the upstream received nothing');
    // Reads still work, and price queries need no disk.
    assert.equal((await existingCustomer.fetchOffers()).status, 200);
    await existingCustomer.fetchContract();
    // The webhook is not acknowledged, so the upstream sends it again.
    const [upstreamContract] = harness.state.contracts.list();
    if (upstreamContract) harness.state.contracts.setStatus(upstreamContract, 'viewed');
    limitFileSize(harness, 'unlimited');
    return `${response.status} ${response.code}; then 201 with the same key`;
  }),
  defineScenario('the disk fills up while the upstream creates the contract', async (harness) => {
    if (!limitFileSize(harness, 'unlimited')) {
      harness.injected();
      return 'skipped: prlimit is not available';
    }
    const customer = await harness.customer();
    await customer.fetchOffers();
    harness.upstream.inject('slow', 'mutation');
    const submission = customer.submitContract();
    while (harness.upstream.injectedCount() === 0) await new Promise((next) => setTimeout(next, 5));
    limitFileSize(harness, 1);
    harness.injected();
    const response = await submission;
    assert.equal(response.code, 'contract_outcome_unknown');
    limitFileSize(harness, 'unlimited');
    // The failed request could not release its lease, which has now expired.
    await harness.shiftClocks(46_000);
    await customer.submitUntilCreated();
    await harness.shiftClocks(0);
    return `${response.status} ${response.code}; then 201 with the same key`;
  }),
];
