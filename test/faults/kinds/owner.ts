import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import { type Received, startReceiver } from '../../receiver.ts';
import type { Fault } from '../fault.ts';
import { checkInvariants } from '../invariants.ts';
import type { Stage } from '../stage.ts';
import { openStage } from '../stage.ts';
import { until } from '../until.ts';

const secret = `whsec_${Buffer.from('what a site owner signs with').toString('base64')}`;
const hour = 60 * 60_000;

const withContract = async (stage: Stage): Promise<string> => {
  const customer = await stage.customer();
  await customer.look();
  return (await customer.insist()).id;
};

/** Whether it is about this contract, and signed: by our own clock of that moment, which may be days from now. */
const isFor = (id: string, { body, headers }: Received): boolean => {
  const at = new Date(Number(headers.get('webhook-timestamp')) * 1000);
  const signature = new Webhook(secret).sign(headers.get('webhook-id') ?? '', at, body);
  return headers.get('webhook-signature') === signature && body.includes(id);
};

/** A stage whose site's owner listens at the receiver, and at further addresses. */
const withOwner = (
  name: string,
  further: readonly string[],
  happen: (stage: Stage, receiver: Awaited<ReturnType<typeof startReceiver>>) => Promise<string>,
): Fault => ({
  name,
  async run(length, tally) {
    const receiver = await startReceiver();
    const owners = [receiver.url, ...further].map((url) => ({ url, secret }));
    const stage = await openStage({ length, tally, owners });
    try {
      const seen = await happen(stage, receiver);
      await checkInvariants(stage);
      return seen;
    } finally {
      await stage.close();
      await receiver.close();
    }
  },
});

/** A site owner's server that is not as it should be. What waits to be told is lost in none of these. */
export const ownerFaults: readonly Fault[] = [
  withOwner('a site owner’s server is down for 71 hours', [], async (stage, receiver) => {
    receiver.answers((_, response) => response.writeHead(503).end());
    const id = await withContract(stage);
    stage.injected();
    // At each of these, one try more is due than at the one before.
    for (const passed of stage.length === 'long' ? [1, 2, 4, 8, 16, 30, 48] : [1, 3]) {
      const before = receiver.received.length;
      await stage.shiftClocks(passed * hour);
      await until(
        () => receiver.received.length,
        (count) => count > before,
        `a try after ${passed} hours`,
      );
    }
    await stage.shiftClocks(71 * hour);
    const tries = receiver.received.length;
    receiver.answers((_, response) => response.writeHead(204).end());
    await stage.shiftClocks(73 * hour);
    await until(
      () => receiver.received.length,
      (count) => count > tries,
      'the last try',
    );
    const told = receiver.received.slice(tries).filter((received) => isFor(id, received));
    if (!told.length) stage.tally.eventsLost += 1;
    stage.tally.events += 1;
    await stage.shiftClocks(0);
    return `nothing; the owner is told in the end, after ${tries} tries`;
  }),
  withOwner(
    'a site owner’s server redirects, or its name leads into a private network',
    ['https://localhost/hooks', 'https://10.0.0.8/hooks', 'https://169.254.169.254/latest', 'https://[::1]/hooks'],
    async (stage, receiver) => {
      const elsewhere = await startReceiver();
      try {
        receiver.answers((_, response) => response.writeHead(302, { Location: elsewhere.url }).end());
        await withContract(stage);
        stage.injected(5);
        await until(
          () => receiver.received.length,
          (count) => count > 0,
          'the first try',
        );
        const refused = () => stage.lines().filter((line) => line.includes('"address_refused"')).length;
        await until(refused, (count) => count >= 4, 'four addresses to be refused');
        assert.equal(elsewhere.received.length, 0, 'nobody was led on');
        // The redirect is not an answer: it is tried again, and taken then.
        receiver.answers((_, response) => response.writeHead(204).end());
        const before = receiver.received.length;
        await stage.shiftClocks(hour);
        await until(
          () => receiver.received.length,
          (count) => count > before,
          'another try',
        );
        await stage.shiftClocks(0);
      } finally {
        await elsewhere.close();
      }
      return 'nothing; nobody else is sent anything';
    },
  ),
  {
    name: 'a site owner’s server answers a letter at a time',
    async run(length, tally) {
      const other = await startReceiver();
      const dripping = withOwner('', [other.url], async (stage, receiver) => {
        receiver.answers((_, response) => {
          response.writeHead(200);
          const drip = setInterval(() => response.write('x'), 50);
          response.on('close', () => clearInterval(drip));
        });
        const id = await withContract(stage);
        stage.injected();
        const [received] = await until(
          () => receiver.received,
          (all) => all.length > 0,
          'the first try',
        );
        assert.ok(received && isFor(id, received));
        // Nobody who buys waits for it, nor does another owner, though the answer drips on for fifteen seconds.
        const began = performance.now();
        const next = await withContract(stage);
        await until(
          () => other.received.filter((each) => isFor(next, each)).length,
          (count) => count > 0,
          'another endpoint to be told',
        );
        assert.ok(performance.now() - began < 8_000, 'it waited');
        return 'nothing; nobody waits for it';
      });
      try {
        return await dripping.run(length, tally);
      } finally {
        await other.close();
      }
    },
  },
];
