import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockContract } from '../../src/bff/store/locks.ts';
import { isStoreUnavailable } from '../../src/bff/store-errors.ts';
import { resumeLink } from '../../src/wire/resume-link.ts';
import {
  createTestBff,
  createTestContract,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from '../fixtures/bff.ts';

let bff: TestBff;
beforeEach(async () => {
  bff = await createTestBff();
});
afterEach(() => bff.close());

const waitingQueries = async () =>
  (
    await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      bff.appContext.store,
    )
  ).rows.length;

test('opening a link waits for a change to its contract instead of deadlocking with it', async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const link = await sendRequest(bff.app, `/v1/contracts/${id}/resume-links`, {
    body: { returnTo: `${pageOrigin}/` },
    token,
  });
  const resume = new URL(resumeLink.parse(await link.json()).url).hash.replace('#shopper-resume=', '');
  let opening: Promise<Response> | undefined;
  await bff.appContext.store.transaction().execute(async (transaction) => {
    await lockContract(transaction, id);
    opening = sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo', resume } });
    await expect.poll(waitingQueries).toBe(1);
    await transaction.deleteFrom('resume_links').where('contract_id', '=', id).execute();
  });
  expect((await opening)?.status).toBe(410);
});

test('a deadlock error from PostgreSQL is treated as a temporarily unavailable store', () => {
  expect(isStoreUnavailable(Object.assign(new Error('deadlock detected'), { code: '40P01' }))).toBe(true);
  expect(isStoreUnavailable(Object.assign(new Error('duplicate key'), { code: '23505' }))).toBe(false);
});
