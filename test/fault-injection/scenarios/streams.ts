import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Harness } from '../harness.ts';
import { eventsOf, openEventStream } from '../open-event-stream.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

const iterations = ({ length }: Harness): number => (length === 'long' ? 30 : 3);

export const streamScenarios: readonly Scenario[] = [
  defineScenario('the event stream is interrupted in the middle of an event', async (harness) => {
    const customer = await harness.customer();
    await customer.fetchOffers();
    const { id } = await customer.submitUntilCreated();
    const [upstreamContract] = harness.state.contracts.list();
    if (!upstreamContract) throw new Error('the upstream has no contract');
    let lastSeen: string | undefined;
    const statuses = ['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing'] as const;
    const received: string[] = [];
    for (let time = 0; time < iterations(harness); time++) {
      const interrupted = await openEventStream(harness.server().origin, customer.token, id, lastSeen);
      // The stream is interrupted as soon as the first bytes of an event have arrived.
      const status = statuses[time];
      if (status) harness.state.contracts.setStatus(upstreamContract, status);
      if (status || lastSeen === undefined)
        await waitUntil(interrupted.text, (text) => text.includes('event: '), 'an event');
      else await waitUntil(interrupted.text, (text) => text.includes('200 OK'), 'the stream');
      interrupted.socket.resetAndDestroy();
      harness.injected();
      const resumed = await openEventStream(harness.server().origin, customer.token, id, lastSeen);
      if (status) {
        const events = await waitUntil(
          () => eventsOf(resumed.text()),
          (all) => all.some((event) => event.contract.status === status),
          `the stream to report ${status}`,
        );
        lastSeen = events.at(-1)?.id;
        received.push(...events.map((event) => event.contract.status));
      }
      resumed.socket.destroy();
    }
    const order = received.map((status) => ['sent', ...statuses].indexOf(status));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
      'statuses never go backwards',
    );
    return 'each status is sent again, complete';
  }),
  defineScenario('two hundred clients send their headers one byte at a time', async (harness) => {
    const { port } = new URL(harness.server().origin);
    const sockets = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.write('POST /v1/sessions HTTP/1.1\r\nHost: x\r\nX: ');
        return socket;
      }),
    );
    harness.injected(sockets.length);
    const timer = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write('x');
    }, 500);
    try {
      const customer = await harness.customer();
      const received = await customer.fetchOffers();
      assert.ok(
        received.status === 200 && received.durationMs < 5_000,
        `${received.status} after ${received.durationMs} ms`,
      );
      await customer.submitUntilCreated();
      if (harness.length === 'long') {
        await waitUntil(
          () => sockets.filter((socket) => !socket.destroyed).length,
          (remaining) => remaining === 0,
          'all slow clients to be disconnected',
          20_000,
        );
      }
    } finally {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    }
    return 'no errors; 408 for the slow clients';
  }),
];
