import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/tables.ts';
import { confirmClock, createRetentionJob } from './clock-check.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const start = Date.parse('2027-01-04T12:00:00.000Z');

let store: Store;
let lines: string[];
let wall: number;
let monotonic: number;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  lines = [];
  wall = start;
  monotonic = 1_000;
  await receiveWebhook('evt_1');
});
afterEach(() => store.destroy());

const metrics = createMetrics();
const createJob = () => {
  const log = createLog({ write: (line) => void lines.push(line) });
  return createRetentionJob({ store, log, metrics, now: () => new Date(wall) }, undefined, () => monotonic);
};
/** Advances both clocks. */
function pass(ms: number): void {
  wall += ms;
  monotonic += ms;
}
const receiveWebhook = (id: string) =>
  store
    .insertInto('webhook_inbox')
    .values({
      partner: 'lonestar',
      environment: 'test',
      webhook_id: id,
      received_at: new Date(wall).toISOString(),
      body: '{}',
      contract_id: null,
    })
    .execute();
const webhooks = async () => (await store.selectFrom('webhook_inbox').select('webhook_id').execute()).length;
const refusals = () => lines.map((line) => JSON.parse(line)).map(({ msg, code }) => `${msg} ${code}`);

test('retention deletes nothing while the clock is a month ahead, and continues when the clock is right again', async () => {
  const run = createJob();
  await run();
  wall += 31 * DAY_MS;
  for (let round = 0; round < 3; round++) {
    pass(10 * 60_000);
    await run();
  }
  expect(await webhooks()).toBe(1);
  expect(refusals()).toEqual([
    'retention_refused clock_moved',
    'retention_refused no_recent_evidence',
    'retention_refused no_recent_evidence',
  ]);
  expect((await metrics.read()).text).toContain('shopper_retention_refused_total 3');
  wall -= 31 * DAY_MS;
  await run();
  pass(10 * 60_000);
  await run();
  expect(refusals()).toHaveLength(4);
});

test('retention deletes nothing after a server starts with a clock that is a month ahead', async () => {
  await createJob()();
  wall += 31 * DAY_MS;
  const run = createJob();
  await run();
  pass(10 * 60_000);
  await run();
  expect(await webhooks()).toBe(1);
  expect(refusals()).toEqual(['retention_refused no_recent_evidence', 'retention_refused no_recent_evidence']);
});

test('a recently stored outbox event does not count as evidence that the clock is right', async () => {
  await createJob()();
  wall += 31 * DAY_MS;
  await store
    .insertInto('outbox_events')
    .values({
      id: 'evt',
      site_key: 'pk',
      contract_id: 'ct',
      body: '{}',
      created_at: new Date(wall).toISOString(),
      addressed_at: null,
    })
    .execute();
  await createJob()();
  expect(await webhooks()).toBe(1);
});

test('retention deletes data even if the server has received no webhooks for longer than the retention period', async () => {
  const run = createJob();
  for (let days = 0; days < 31; days++) {
    pass(DAY_MS - HOUR_MS);
    await run();
    pass(HOUR_MS);
    await run();
  }
  expect(await webhooks()).toBe(0);
  expect(refusals()).toEqual([]);
});

test.each([
  ['a webhook with a current timestamp', () => receiveWebhook('evt_2')],
  ["the operator's confirmation", () => confirmClock(store, new Date(wall))],
])('if the server was down for a month, retention deletes data only after %s', async (_, confirm) => {
  await createJob()();
  pass(31 * DAY_MS);
  const run = createJob();
  await run();
  expect(await webhooks()).toBe(1);
  await confirm();
  await run();
  expect(
    (await store.selectFrom('webhook_inbox').select('webhook_id').execute()).map((row) => row.webhook_id),
  ).not.toContain('evt_1');
});

test('a clock correction of less than an hour does not stop retention', async () => {
  const run = createJob();
  await run();
  wall += 59 * 60_000;
  await run();
  wall -= 59 * 60_000;
  await run();
  expect(refusals()).toEqual([]);
});
