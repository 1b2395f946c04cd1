import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { session } from '../../../src/wire/session.ts';
import { siteOf } from '../partners-file.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

const DAY_MS = 24 * 60 * 60_000;
const MONTH_MS = 31 * DAY_MS;

/** A clock that jumps ahead must not make stored data look expired. */
export const clockScenarios: readonly Scenario[] = [
  defineScenario(
    'the server’s clock jumps a month ahead, both before and after a restart',
    async (harness) => {
      const customer = await harness.customer();
      await customer.fetchOffers();
      await customer.submitUntilCreated();
      const database = new DatabaseSync(harness.databaseFile, { readOnly: true });
      const count = (): unknown =>
        database
          .prepare(
            'select (select count(*) from contract_payloads) as payloads, (select count(*) from webhook_inbox) as webhooks',
          )
          .get();
      await waitUntil(
        () => Object.values(count() ?? {}).every((rows) => rows === 1),
        Boolean,
        'a payload and a webhook',
      );
      const before = count();
      const refusals = () => harness.lines().filter((line) => line.includes('retention_refused')).length;
      harness.injected();
      await harness.sendControl({ clockShiftMs: MONTH_MS });
      await waitUntil(refusals, (found) => found >= 3, 'three refusals');
      await harness.restart();
      const earlier = refusals();
      await harness.sendControl({ clockShiftMs: MONTH_MS });
      await waitUntil(refusals, (found) => found >= earlier + 3, 'three more refusals');
      assert.deepEqual(count(), before);
      database.close();
      await harness.sendControl({ clockShiftMs: 0 });
      return 'nothing; no data is deleted';
    },
    () => ({ env: { RETENTION_SECONDS: '0.2' } }),
  ),
  defineScenario(
    'the server’s clock is five days ahead for some seconds',
    async (harness) => {
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.injected();
      await harness.sendControl({ clockShiftMs: 5 * DAY_MS });
      const response = await customer.submitContract();
      assert.equal(response.status, 201, 'the upstream accepted requests that the server signed');
      const opened = await customer.request('/v1/sessions', { siteKey: siteOf('lonestar').siteKey });
      const { expiresAt } = session.parse(JSON.parse(opened.body));
      assert.ok(Date.parse(expiresAt) < Date.now() + 4 * DAY_MS, 'the server did not follow the clock');
      await harness.sendControl({ clockShiftMs: 0 });
      return 'nothing; the server ignores the clock';
    },
    () => ({ env: { CLOCK_SETTLE_SECONDS: '60' } }),
  ),
];
