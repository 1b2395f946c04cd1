import assert from 'node:assert/strict';
import { hookReportSchema } from '../control-protocol.ts';
import type { Customer } from '../customer.ts';
import type { Harness } from '../harness.ts';
import { emailSigningSiteOf } from '../partners-file.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

/** More steps than any request has. */
const MAX_STEPS = 1_000;

/** Returns the number of steps if the request completed before its kill step; undefined if the server was killed. */
async function stepsSurvived(harness: Harness): Promise<number | undefined> {
  const server = harness.server();
  let isDead = false;
  void server.exited.then(() => {
    isDead = true;
  });
  const steps = () =>
    server.output
      .map((message) => hookReportSchema.parse(message))
      .flatMap((report) => ('steps' in report ? [report.steps] : []))
      .at(0);
  await waitUntil(steps, (value) => isDead || value !== undefined, 'the request to end');
  return isDead ? undefined : steps();
}

/**
 * Kills the server during `request`: at step 1, then at a later step with a new customer, and so on, until a request
 * completes. After each kill the server restarts on the same store, and `verify` must pass.
 *
 * @returns the number of kills
 */
async function killAtEachStep(
  harness: Harness,
  path: string,
  prepare: () => Promise<Customer>,
  request: (customer: Customer) => Promise<unknown>,
  verify: (customer: Customer) => Promise<void>,
  /** In a long run, the server is killed at every step. In a short run, it is killed at every `stride`th step. */
  stride: number,
): Promise<number> {
  let kills = 0;
  for (let at = 1; at < MAX_STEPS; at += harness.length === 'long' ? 1 : stride) {
    const customer = await prepare();
    await harness.sendControl({ kill: { path, step: at } });
    const pending = request(customer);
    const steps = await stepsSurvived(harness);
    await pending;
    if (steps !== undefined) {
      assert.ok(steps < at, 'the server survived its kill step');
      await verify(customer);
      return kills;
    }
    kills += 1;
    harness.counters.kills += 1;
    harness.injected();
    await harness.restart();
    // On a shared store, the lease of the killed process must expire first.
    if (harness.isSharedStore) await harness.expireLeases();
    await verify(customer);
  }
  throw new Error(`the request did not complete within ${MAX_STEPS} steps`);
}

async function customerWithOffers(harness: Harness): Promise<Customer> {
  const customer = await harness.customer();
  await customer.fetchOffers();
  return customer;
}
async function submitUntilCreated(customer: Customer): Promise<void> {
  await customer.submitUntilCreated();
}
const summarizeKills = (kills: number): string => `connection lost ${kills} times; then 201 with the same key`;

export const killContractCreation = async (harness: Harness): Promise<string> =>
  summarizeKills(
    await killAtEachStep(
      harness,
      '/v1/contracts',
      () => customerWithOffers(harness),
      (customer) => customer.submitContract(),
      submitUntilCreated,
      15,
    ),
  );

/** A customer whose contract was created upstream, although the response was lost. */
async function interruptedCustomer(harness: Harness): Promise<Customer> {
  const customer = await customerWithOffers(harness);
  harness.upstream.inject('reset_after_commit', 'ontract');
  await customer.submitContract();
  await harness.upstream.recover();
  return customer;
}

async function customerWithContract(harness: Harness): Promise<Customer> {
  const customer = await customerWithOffers(harness);
  await customer.submitUntilCreated();
  return customer;
}

function advanceContract(harness: Harness, { legalName }: Customer, status: 'viewed' | 'signed'): void {
  const upstreamContract = harness.state.contracts.list().find(({ input }) => input.customer.legalName === legalName);
  if (!upstreamContract) throw new Error('the upstream does not have this contract');
  harness.state.contracts.setStatus(upstreamContract, status);
}

export async function killWebhooks(harness: Harness): Promise<string> {
  const kills = await killAtEachStep(
    harness,
    '/webhooks',
    () => customerWithContract(harness),
    async (customer) => advanceContract(harness, customer, 'viewed'),
    async (customer) => {
      await waitUntil(
        async () => (await customer.fetchContract()).status,
        (status) => status === 'viewed',
        'the webhook to be sent again',
      );
    },
    6,
  );
  return `no errors; the status was delayed ${kills} times`;
}

const agreementsOf = (harness: Harness, { legalName }: Customer) =>
  harness.state.agreements
    .list()
    .filter(({ status, input }) => status !== 'deleted' && input.formData?.some(({ value }) => value === legalName));

/**
 * Waits for exactly one sent signature request. Two minutes after a lost attempt, reading the contract sends the
 * request again.
 */
async function waitForOneAgreement(harness: Harness, customer: Customer): Promise<void> {
  await harness.shiftClocks(121_000);
  await waitUntil(
    async () => {
      await customer.fetchContract();
      return agreementsOf(harness, customer).map(({ status }) => status);
    },
    (statuses) => statuses.length === 1 && statuses[0] === 'sent',
    'exactly one signature request in the inbox',
  );
  await harness.shiftClocks(0);
}

export const killScenarios: readonly Scenario[] = [
  defineScenario('kill -9 at each step of creating a contract', killContractCreation),
  defineScenario('kill -9 at each step of resuming an interrupted contract creation', async (harness) =>
    summarizeKills(
      await killAtEachStep(
        harness,
        '/v1/contracts',
        () => interruptedCustomer(harness),
        (customer) => customer.submitContract(),
        submitUntilCreated,
        13,
      ),
    ),
  ),
  defineScenario('kill -9 at each step of creating a contract that is signed by email', async (harness) =>
    summarizeKills(
      await killAtEachStep(
        harness,
        '/v1/contracts',
        async () => {
          const customer = await harness.customer(emailSigningSiteOf('lonestar'));
          await customer.fetchOffers();
          return customer;
        },
        (customer) => customer.submitContract(),
        async (customer) => {
          await submitUntilCreated(customer);
          await waitForOneAgreement(harness, customer);
        },
        40,
      ),
    ),
  ),
  defineScenario('kill -9 at each step of canceling a contract that is signed by email', async (harness) => {
    const kills = await killAtEachStep(
      harness,
      '/v1/contracts',
      async () => {
        const customer = await harness.customer(emailSigningSiteOf('lonestar'));
        await customer.fetchOffers();
        await customer.submitUntilCreated();
        await waitForOneAgreement(harness, customer);
        return customer;
      },
      async (customer) => {
        const { id } = await customer.fetchContract();
        return customer.request(`/v1/contracts/${id}/signature-request/cancel`, {});
      },
      async (customer) => {
        await harness.shiftClocks(121_000);
        await waitUntil(
          async () => [(await customer.fetchContract()).status, agreementsOf(harness, customer).length],
          ([status, count]) => (status === 'voided' ? count === 0 : count === 1),
          'contract and signature request to be both open or both canceled',
        );
        await harness.shiftClocks(0);
      },
      40,
    );
    return `connection lost ${kills} times; then the contract is unchanged, or canceled together with its signature request`;
  }),
  defineScenario('kill -9 at each step of storing a rejection', async (harness) => {
    const kills = await killAtEachStep(
      harness,
      '/v1/contracts',
      async () => {
        // The scenario raises each price only once, so the raised prices are cleared first.
        harness.state.prices.clear();
        const customer = await customerWithOffers(harness);
        harness.state.scenario.update({ rate: 'changed' });
        return customer;
      },
      (customer) => customer.submitContract(),
      async (customer) => {
        // Advances the clocks. Otherwise, the interrupted attempt could still be in progress upstream, so the outcome
        // would be unknown.
        await harness.shiftClocks(3 * 60_000);
        await waitUntil(
          () => customer.submitContract(),
          ({ code }) => code === 'rate_changed',
          'the rejection',
        );
        await harness.shiftClocks(0);
        harness.state.scenario.update({ rate: 'unchanged' });
      },
      15,
    );
    return `connection lost ${kills} times; then 409 rate_changed with the same key`;
  }),
  defineScenario('kill -9 at each step of receiving a webhook', killWebhooks),
  defineScenario('kill -9 at each step of receiving simultaneous webhooks, each sent twice', async (harness) => {
    harness.state.scenario.update({ webhooks: 'duplicated' });
    const kills = await killAtEachStep(
      harness,
      '/webhooks',
      () => customerWithContract(harness),
      async (customer) => {
        advanceContract(harness, customer, 'viewed');
        advanceContract(harness, customer, 'signed');
      },
      async (customer) => {
        await waitUntil(
          async () => (await customer.fetchContract()).timeline.map(({ status }) => status),
          (known) => known.includes('viewed') && known.includes('signed'),
          'both webhooks to be sent again',
        );
      },
      9,
    );
    return `no errors; the status was delayed ${kills} times`;
  }),
];
