import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type Fault, fault } from '../fault.ts';
import { eventsOf, openStream } from '../open-stream.ts';
import type { Stage } from '../stage.ts';
import { until } from '../until.ts';

const times = ({ length }: Stage): number => (length === 'long' ? 30 : 3);

export const streamFaults: readonly Fault[] = [
  fault('the event stream is cut in the middle of an event', async (stage) => {
    const customer = await stage.customer();
    await customer.look();
    const { id } = await customer.insist();
    const [theirs] = stage.world.contracts.list();
    if (!theirs) throw new Error('the upstream has no contract');
    let lastSeen: string | undefined;
    const statuses = ['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing'] as const;
    const seen: string[] = [];
    for (let time = 0; time < times(stage); time++) {
      const cut = await openStream(stage.server().origin, customer.token, id, lastSeen);
      // The first bytes of an event, and not its last.
      const status = statuses[time];
      if (status) stage.world.contracts.move(theirs, status);
      if (status || lastSeen === undefined) await until(cut.text, (text) => text.includes('event: '), 'an event');
      else await until(cut.text, (text) => text.includes('200 OK'), 'the stream');
      cut.socket.resetAndDestroy();
      stage.injected();
      const again = await openStream(stage.server().origin, customer.token, id, lastSeen);
      if (status) {
        const events = await until(
          () => eventsOf(again.text()),
          (all) => all.some((event) => event.contract.status === status),
          `the stream to say ${status}`,
        );
        lastSeen = events.at(-1)?.id;
        seen.push(...events.map((event) => event.contract.status));
      }
      again.socket.destroy();
    }
    const order = seen.map((status) => ['sent', ...statuses].indexOf(status));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
      'never one before the last',
    );
    return 'each status once more, whole';
  }),
  fault('two hundred clients that dribble their headers', async (stage) => {
    const { port } = new URL(stage.server().origin);
    const slow = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.write('POST /v1/sessions HTTP/1.1\r\nHost: x\r\nX: ');
        return socket;
      }),
    );
    stage.injected(slow.length);
    const drip = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('x');
    }, 500);
    try {
      const customer = await stage.customer();
      const seen = await customer.look();
      assert.ok(seen.status === 200 && seen.milliseconds < 5_000, `${seen.status} after ${seen.milliseconds} ms`);
      await customer.insist();
      if (stage.length === 'long') {
        await until(
          () => slow.filter((socket) => !socket.destroyed).length,
          (left) => left === 0,
          'all of them to be cut off',
          20_000,
        );
      }
    } finally {
      clearInterval(drip);
      for (const socket of slow) socket.destroy();
    }
    return 'nothing; the clients 408';
  }),
];
