import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { type Fault, fault } from '../fault.ts';
import type { Stage } from '../stage.ts';

/** What the server may still write to files, in bytes: a disk that is full. False where it cannot be said. */
const limitFiles = (stage: Stage, bytes: number | 'unlimited'): boolean =>
  spawnSync('prlimit', ['--pid', String(stage.server().pid), `--fsize=${bytes}:unlimited`]).status === 0;

/** A full or locked store: nobody is told that something was done which was not, and nothing is told to the upstream. */
export const storeFaults: readonly Fault[] = [
  fault('another process holds the store', async (stage) => {
    const before = await stage.customer();
    await before.look();
    const holder = new DatabaseSync(stage.databaseFile);
    holder.exec('BEGIN IMMEDIATE');
    stage.injected();
    const seen = await before.send();
    assert.equal(seen.code, 'internal');
    assert.ok(seen.milliseconds < 3_000, `after ${seen.milliseconds} ms`);
    assert.equal(stage.world.contracts.list().length, 0, 'nothing was told to the upstream');
    holder.exec('ROLLBACK');
    holder.close();
    return `${seen.status} ${seen.code} after ${(seen.milliseconds / 1000).toFixed(1)} s; the same key then 201`;
  }),
  fault('the disk is full', async (stage) => {
    if (!limitFiles(stage, 'unlimited')) {
      stage.injected();
      return 'not done: there is no prlimit here';
    }
    const customer = await stage.customer();
    await customer.look();
    const known = await stage.customer();
    await known.look();
    await known.insist();
    limitFiles(stage, 1);
    stage.injected();
    const seen = await customer.send();
    assert.equal(seen.code, 'internal');
    assert.equal(stage.world.contracts.list().length, 1, 'nothing was told to the upstream');
    // What is there can still be read, and prices need no disk.
    assert.equal((await known.look()).status, 200);
    await known.read();
    // A webhook is not acknowledged, so it comes again.
    const [theirs] = stage.world.contracts.list();
    if (theirs) stage.world.contracts.move(theirs, 'viewed');
    limitFiles(stage, 'unlimited');
    return `${seen.status} ${seen.code}; the same key then 201`;
  }),
  fault('the disk fills while the upstream makes the contract', async (stage) => {
    if (!limitFiles(stage, 'unlimited')) {
      stage.injected();
      return 'not done: there is no prlimit here';
    }
    const customer = await stage.customer();
    await customer.look();
    stage.upstream.disturb('slow', 'mutation');
    const sending = customer.send();
    while (stage.upstream.disturbed() === 0) await new Promise((next) => setTimeout(next, 5));
    limitFiles(stage, 1);
    stage.injected();
    const seen = await sending;
    assert.equal(seen.code, 'contract_outcome_unknown');
    limitFiles(stage, 'unlimited');
    // The lease of the request that could not be given back is over.
    await stage.shiftClocks(46_000);
    await customer.insist();
    await stage.shiftClocks(0);
    return `${seen.status} ${seen.code}; the same key then 201`;
  }),
];
