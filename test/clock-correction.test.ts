import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_QUOTAS } from '../src/bff/quotas/counters.ts';
import { createQuotas } from '../src/bff/quotas/quotas.ts';
import { createClockCorrectionJob } from '../src/bff/store/clock-correction.ts';
import { NEVER_DUE } from '../src/bff/store/locks.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let bff: TestBff;
/** How many milliseconds the wall clock is ahead. */
let aheadMs: number;
/** The monotonic clock, which only the tests advance. */
let monotonicMs: number;
let start: number;
beforeEach(async () => {
  bff = await createTestBff();
  start = Date.now();
  aheadMs = 0;
  monotonicMs = 0;
  bff.clock.now = () => new Date(start + monotonicMs + aheadMs);
});
afterEach(() => bff.close());

const createJob = () => createClockCorrectionJob(bff.appContext, () => monotonicMs);
const fromNow = (ms: number): string => new Date(bff.clock.now().getTime() + ms).toISOString();
const setTimes = (values: { readonly lease_until?: string; readonly check_after?: string }) =>
  bff.appContext.store.updateTable('contracts').set(values).execute();
const times = () =>
  bff.appContext.store.selectFrom('contracts').select(['lease_until', 'check_after']).executeTakeFirstOrThrow();

/** Sends a contract request whose outcome stays unknown. Returns a function that repeats the request. */
async function interruptedRequest() {
  const { token } = await openSession(bff.app);
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const headers = { 'Idempotency-Key': 'sent-while-the-clock-was-ahead' };
  const send = () => sendRequest(bff.app, createContract.path, { body, token, headers });
  bff.simulator.state.scenario.update({ contracting: 'down' });
  expect((await send()).status).toBe(503);
  bff.simulator.state.scenario.update({ contracting: 'up' });
  return send;
}

test('a contract request interrupted while the clock was a month ahead can be repeated a minute after the correction', async () => {
  const send = await interruptedRequest();
  const run = createJob();
  aheadMs = 31 * DAY_MS;
  await run();
  await setTimes({ lease_until: fromNow(45_000) });
  aheadMs = 0;
  await run();
  // The lease's owner may still be processing the request.
  expect(problem.parse(await (await send()).json()).code).toBe('request_in_progress');
  monotonicMs += MINUTE_MS;
  expect((await send()).status).toBe(201);
  expect(bff.simulator.state.contracts.list()).toHaveLength(1);
  expect(bff.logLines.join('')).toContain('"msg":"future_times_corrected"');
});

test('times that were stored while the clock was ahead are corrected when the server starts', async () => {
  await interruptedRequest();
  await setTimes({ lease_until: fromNow(31 * DAY_MS), check_after: fromNow(31 * DAY_MS) });
  await createJob()();
  expect(await times()).toEqual({ lease_until: fromNow(MINUTE_MS), check_after: fromNow(0) });
});

test('times are not corrected if a process whose clock is two minutes ahead could have stored them', async () => {
  await interruptedRequest();
  const plausible = { lease_until: fromNow(3 * MINUTE_MS), check_after: fromNow(6 * 60 * MINUTE_MS) };
  await setTimes(plausible);
  await createJob()();
  expect(await times()).toEqual(plausible);
});

test('an intent abandoned while the clock was ahead is checked again, and its creation time is corrected', async () => {
  await interruptedRequest();
  await setTimes({ check_after: NEVER_DUE });
  await bff.appContext.store
    .updateTable('contracts')
    .set({ created_at: fromNow(DAY_MS) })
    .execute();
  await createJob()();
  const { created_at, check_after } = await bff.appContext.store
    .selectFrom('contracts')
    .select(['created_at', 'check_after'])
    .executeTakeFirstOrThrow();
  expect([created_at, check_after]).toEqual([fromNow(0), fromNow(0)]);
});

test('if the time of the next upstream check is too far in the future, it is corrected', async () => {
  const { store } = bff.appContext;
  const check = {
    partner: 'lonestar',
    environment: 'test',
    checked_until: fromNow(0),
    check_after: fromNow(31 * DAY_MS),
  };
  await store.insertInto('upstream_checks').values(check).execute();
  await createJob()();
  const [row] = await store.selectFrom('upstream_checks').select('check_after').execute();
  expect(row?.check_after).toBe(fromNow(0));
});

test('stored times are not checked while the clock advances steadily', async () => {
  await interruptedRequest();
  const run = createJob();
  await run();
  const leftAhead = { lease_until: fromNow(31 * DAY_MS), check_after: fromNow(31 * DAY_MS) };
  await setTimes(leftAhead);
  monotonicMs += MINUTE_MS;
  await run();
  expect(await times()).toEqual(leftAhead);
});

test('actions counted while the clock was ahead do not count against a quota after the correction', async () => {
  const recipients = ['dana@trinity-bakery.example'];
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  const caller = { site, sessionId: 's', ipKeys: ['192.0.2.1'] };
  const quotas = createQuotas(bff.appContext, DEFAULT_QUOTAS);
  const use = () =>
    bff.appContext.store
      .transaction()
      .execute((transaction) => quotas.consume(transaction, caller, { action: 'email', recipients }));
  aheadMs = 31 * DAY_MS;
  await Promise.all([use(), use(), use()].map((used) => used.catch(() => {})));
  await expect(use()).rejects.toThrow();
  aheadMs = 0;
  await expect(use()).resolves.toBeDefined();
});

test('a webhook that was retried while the clock was ahead is due again after the correction', async () => {
  const { store } = bff.appContext;
  const created_at = fromNow(0);
  const event = {
    id: 'evt_1',
    site_key: 'pk_test_demo',
    contract_id: 'ct_1',
    body: '{}',
    created_at,
    addressed_at: null,
  };
  await store.insertInto('outbox_events').values(event).execute();
  const delivery = { event_id: 'evt_1', site_key: 'pk_test_demo', state: 'pending', attempts: 1 } as const;
  const ahead = fromNow(31 * DAY_MS);
  const times = (endpoint: string, begun_at: string, due_at: string) => ({ ...delivery, endpoint, begun_at, due_at });
  await store
    .insertInto('deliveries')
    .values([
      times('https://a.example/', fromNow(0), ahead),
      times('https://b.example/', ahead, ahead),
      times('https://c.example/', fromNow(0), fromNow(MINUTE_MS)),
    ])
    .execute();
  await createJob()();
  const due = await store.selectFrom('deliveries').select('due_at').orderBy('endpoint').execute();
  expect(due.map(({ due_at }) => due_at)).toEqual([fromNow(0), fromNow(0), fromNow(MINUTE_MS)]);
});
