import assert from 'node:assert/strict';
import type { Customer, TestSite } from '../customer.ts';
import { type Harness, UNLIMITED } from '../harness.ts';
import { emailSigningSiteOf, siteOf } from '../partners-file.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { definePostgresScenario } from './postgres.ts';

const CONTRACTS_PER_ADDRESS = 10;
/** Unsets every quota setting, so that the defaults apply. */
const PRODUCTION_QUOTAS = Object.fromEntries(
  Object.keys(UNLIMITED)
    .filter((name) => name.startsWith('QUOTA_'))
    .map((name) => [name, '']),
);

/**
 * One machine opens many sessions and requests as many contracts as it can, each of them emailed to a different
 * recipient. It sends all requests simultaneously, to `origins` in turn. Then the server is killed, and the machine
 * tries again.
 */
async function exceedQuotas(harness: Harness, origins: readonly (() => string)[]): Promise<string> {
  const sessions = harness.length === 'long' ? 40 : 14;
  const attack = async (site: TestSite) => {
    const customers: Customer[] = [];
    for (let number = 0; number < sessions; number++)
      customers.push(await harness.customer(site, undefined, origins[number % origins.length]));
    await Promise.all(customers.map((customer) => customer.fetchOffers()));
    const responses = await Promise.all(customers.map((customer) => customer.submitContract()));
    harness.injected(sessions);
    for (const { status, code, retryAfter = 0 } of responses) {
      assert.ok(status === 201 || code === 'quota_reached', `${status} ${code}`);
      assert.ok(status === 201 || retryAfter > 0);
    }
    return responses.filter(({ status }) => status === 201).length;
  };
  assert.equal(await attack(emailSigningSiteOf('lonestar')), CONTRACTS_PER_ADDRESS);
  await harness.restart();
  assert.equal(await attack(siteOf('lonestar')), 0);
  assert.equal(harness.state.contracts.list().length, CONTRACTS_PER_ADDRESS);
  assert.ok(harness.state.mailbox.list().length <= CONTRACTS_PER_ADDRESS);
  return `${CONTRACTS_PER_ADDRESS} contracts, 429 quota_reached for ${2 * sessions - CONTRACTS_PER_ADDRESS} others; then 201 with the same key`;
}

/** Anonymous clients that abuse a broker's site. When the quotas are raised, every waiting customer gets a contract. */
export const quotaScenarios: readonly Scenario[] = [
  defineScenario('many sessions want more emails and contracts than the quotas allow', async (harness) => {
    await harness.restart(PRODUCTION_QUOTAS);
    const outcome = await exceedQuotas(harness, [() => harness.server().origin]);
    await harness.restart(UNLIMITED);
    return outcome;
  }),
  definePostgresScenario('many sessions of two servers want more than the quotas allow', async (harness) => {
    await harness.restart(PRODUCTION_QUOTAS);
    const other = await harness.startAnother();
    let otherOrigin = other.origin;
    try {
      return await exceedQuotas(harness, [() => harness.server().origin, () => otherOrigin]);
    } finally {
      await other.kill();
      await harness.restart(UNLIMITED);
      otherOrigin = harness.server().origin;
    }
  }),
];
