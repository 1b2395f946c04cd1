import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import type { Contract } from '../../../src/wire/contract.ts';
import { ask, type Seen } from '../ask.ts';
import type { Customer } from '../customer.ts';
import { type Fault, fault } from '../fault.ts';
import type { Stage } from '../stage.ts';
import { until } from '../until.ts';

const times = ({ length }: Stage): number => (length === 'long' ? 10 : 1);

interface Sent {
  readonly secret?: string;
  readonly at?: Date;
  readonly partner?: string;
}

/** A webhook as the upstream would send it, or somebody who is not the upstream. */
const send = (stage: Stage, partnerReference: string, status: string, sent: Sent = {}): Promise<Seen> => {
  const { secret = stage.webhookSecret, at = stage.now(), partner = 'lonestar' } = sent;
  const id = `evt_${crypto.randomUUID()}`;
  const data = { contractId: 'msc_1', partnerReference, status };
  const event = { id, type: 'contract.status_changed', environment: 'test', occurredAt: at.toISOString(), data };
  const body = JSON.stringify(event);
  return ask(`${stage.server().origin}/webhooks/msc/${partner}/test`, {
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  });
};

const withContract = async (stage: Stage): Promise<{ readonly customer: Customer; readonly made: Contract }> => {
  const customer = await stage.customer();
  await customer.look();
  return { customer, made: await customer.insist() };
};

/** The simulator takes a contract all the way, its webhooks sent as its scenario says. */
const takeAllTheWay = async (stage: Stage, { legalName }: Customer): Promise<void> => {
  const theirs = stage.world.contracts.list().find(({ input }) => input.customer.legalName === legalName);
  if (!theirs) throw new Error('the upstream has no such contract');
  for (const status of ['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing'] as const) {
    stage.world.contracts.move(theirs, status);
  }
};

const untilStatus = (customer: Customer, wanted: string): Promise<string> =>
  until(
    async (): Promise<string> => (await customer.read()).status,
    (status) => status === wanted,
    `the status ${wanted}`,
  );

const misbehaving = (name: string, webhooks: 'duplicated' | 'out_of_order'): Fault =>
  fault(name, async (stage) => {
    stage.world.scenario.change({ webhooks });
    for (let time = 0; time < times(stage); time++) {
      const heard = stage.journal.length;
      const { customer } = await withContract(stage);
      // Those that follow come in pairs, so the last to come is not the last there was.
      await until(
        () => stage.journal.slice(heard).some(({ kind, status }) => kind === 'webhook' && status === 204),
        Boolean,
        'the first webhook',
      );
      stage.injected();
      await takeAllTheWay(stage, customer);
      await untilStatus(customer, 'flowing');
    }
    return 'each status, and never one before the last';
  });

/** Webhooks as they should not be. */
export const webhookFaults: readonly Fault[] = [
  fault('webhooks that are forged, stale, from the future or of another partner', async (stage) => {
    const { customer, made } = await withContract(stage);
    const minutes = (count: number): Date => new Date(stage.now().getTime() + count * 60_000);
    const forged = `whsec_${Buffer.from('a secret that somebody made up').toString('base64')}`;
    for (let time = 0; time < times(stage); time++) {
      stage.injected(4);
      assert.equal((await send(stage, made.id, 'flowing', { secret: forged })).code, 'invalid_signature');
      assert.equal((await send(stage, made.id, 'flowing', { at: minutes(-6) })).code, 'invalid_signature');
      assert.equal((await send(stage, made.id, 'flowing', { at: minutes(6) })).code, 'invalid_signature');
      assert.equal((await send(stage, made.id, 'flowing', { partner: 'pecan' })).code, 'invalid_signature');
    }
    assert.equal((await customer.read()).status, 'sent');
    return 'nothing; the sender 401 invalid_signature';
  }),
  misbehaving('webhooks that come twice', 'duplicated'),
  misbehaving('webhooks that come out of order', 'out_of_order'),
  fault('webhooks that never come', async (stage) => {
    stage.world.scenario.change({ webhooks: 'never' });
    const { customer } = await withContract(stage);
    stage.injected();
    await takeAllTheWay(stage, customer);
    // Two minutes of silence, then it is asked.
    await stage.shiftClocks(3 * 60_000);
    await untilStatus(customer, 'flowing');
    return 'the status after two minutes, asked for';
  }),
  fault('the server’s clock is ten minutes slow, then ten minutes fast', async (stage) => {
    const { customer, made } = await withContract(stage);
    for (const minutes of [-10, 10]) {
      stage.injected();
      await stage.order({ shift: minutes * 60_000 });
      assert.equal((await send(stage, made.id, 'viewed')).code, 'invalid_signature');
      const other = await stage.customer();
      const seen = await other.ask('/v1/utilities?postalCode=77002&commodity=gas');
      assert.equal(seen.code, 'upstream_invalid', 'the upstream takes no token of another time');
      await stage.order({ shift: 0 });
    }
    // What was not acknowledged comes again.
    await takeAllTheWay(stage, customer);
    await untilStatus(customer, 'flowing');
    return '502 upstream_invalid, until the clock is right';
  }),
];
