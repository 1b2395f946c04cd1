import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import type { Contract } from '../../../src/wire/contract.ts';
import type { Customer } from '../customer.ts';
import type { Harness } from '../harness.ts';
import { type ObservedResponse, sendRequest } from '../http-client.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

const iterations = ({ length }: Harness): number => (length === 'long' ? 10 : 1);

interface WebhookOptions {
  readonly secret?: string;
  readonly at?: Date;
  readonly partner?: string;
}

function send(
  harness: Harness,
  partnerReference: string,
  status: string,
  options: WebhookOptions = {},
): Promise<ObservedResponse> {
  const { secret = harness.webhookSecret, at = harness.now(), partner = 'lonestar' } = options;
  const id = `evt_${crypto.randomUUID()}`;
  const data = { contractId: 'msc_1', partnerReference, status };
  const event = { id, type: 'contract.status_changed', environment: 'test', occurredAt: at.toISOString(), data };
  const body = JSON.stringify(event);
  return sendRequest(`${harness.server().origin}/webhooks/msc/${partner}/test`, {
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  });
}

async function createContract(harness: Harness): Promise<{ readonly customer: Customer; readonly contract: Contract }> {
  const customer = await harness.customer();
  await customer.fetchOffers();
  return { customer, contract: await customer.submitUntilCreated() };
}

/** Makes the simulator advance a contract through its whole lifecycle and send webhooks as its scenario specifies. */
async function advanceToFlowing(harness: Harness, { legalName }: Customer): Promise<void> {
  const upstreamContract = harness.state.contracts.list().find(({ input }) => input.customer.legalName === legalName);
  if (!upstreamContract) throw new Error('the upstream does not have this contract');
  for (const status of ['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing'] as const) {
    harness.state.contracts.setStatus(upstreamContract, status);
  }
}

const waitForStatus = (customer: Customer, expected: string): Promise<string> =>
  waitUntil(
    async (): Promise<string> => (await customer.fetchContract()).status,
    (status) => status === expected,
    `the status ${expected}`,
  );

const defineDeliveryScenario = (name: string, webhooks: 'duplicated' | 'out_of_order'): Scenario =>
  defineScenario(name, async (harness) => {
    harness.state.scenario.update({ webhooks });
    for (let time = 0; time < iterations(harness); time++) {
      const journalLength = harness.journal.length;
      const { customer } = await createContract(harness);
      // Out-of-order webhooks arrive in swapped pairs. Because the first webhook has already arrived, the last one to
      // arrive is not the newest.
      await waitUntil(
        () => harness.journal.slice(journalLength).some(({ kind, status }) => kind === 'webhook' && status === 204),
        Boolean,
        'the first webhook',
      );
      harness.injected();
      await advanceToFlowing(harness, customer);
      await waitForStatus(customer, 'flowing');
    }
    return 'every status; none goes backwards';
  });

export const webhookScenarios: readonly Scenario[] = [
  defineScenario('webhooks are forged, stale, from the future or for another partner', async (harness) => {
    const { customer, contract } = await createContract(harness);
    const minutes = (count: number): Date => new Date(harness.now().getTime() + count * 60_000);
    const forgedSecret = `whsec_${Buffer.from('an invented signing secret').toString('base64')}`;
    for (let time = 0; time < iterations(harness); time++) {
      harness.injected(4);
      assert.equal((await send(harness, contract.id, 'flowing', { secret: forgedSecret })).code, 'invalid_signature');
      assert.equal((await send(harness, contract.id, 'flowing', { at: minutes(-6) })).code, 'invalid_signature');
      assert.equal((await send(harness, contract.id, 'flowing', { at: minutes(6) })).code, 'invalid_signature');
      assert.equal((await send(harness, contract.id, 'flowing', { partner: 'pecan' })).code, 'invalid_signature');
    }
    assert.equal((await customer.fetchContract()).status, 'sent');
    return 'no errors; 401 invalid_signature for the sender';
  }),
  defineDeliveryScenario('webhooks arrive twice', 'duplicated'),
  defineDeliveryScenario('webhooks arrive out of order', 'out_of_order'),
  defineScenario('webhooks never arrive', async (harness) => {
    harness.state.scenario.update({ webhooks: 'disabled' });
    const { customer } = await createContract(harness);
    harness.injected();
    await advanceToFlowing(harness, customer);
    // A contract with no updates for two minutes is polled.
    await harness.shiftClocks(3 * 60_000);
    await waitForStatus(customer, 'flowing');
    return 'the status after two minutes, by polling';
  }),
  defineScenario('the server’s clock is ten minutes slow, then ten minutes fast', async (harness) => {
    const { customer, contract } = await createContract(harness);
    for (const minutes of [-10, 10]) {
      harness.injected();
      await harness.sendControl({ clockShiftMs: minutes * 60_000 });
      assert.equal((await send(harness, contract.id, 'viewed')).code, 'invalid_signature');
      const other = await harness.customer();
      const lookup = await other.request('/v1/utilities?postalCode=77002&commodity=gas');
      assert.equal(lookup.code, 'upstream_invalid', 'the upstream rejects a token from another time');
      await harness.sendControl({ clockShiftMs: 0 });
    }
    // With the clock correct again, new webhooks are accepted.
    await advanceToFlowing(harness, customer);
    await waitForStatus(customer, 'flowing');
    return '502 upstream_invalid until the clock is correct';
  }),
];
