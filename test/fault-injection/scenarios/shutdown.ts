import assert from 'node:assert/strict';
import { sendRequest } from '../http-client.ts';
import { openEventStream } from '../open-event-stream.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

export const shutdownScenarios: readonly Scenario[] = [
  defineScenario(
    'SIGTERM while contracts are being created and streams are open',
    async (harness) => {
      const { origin } = harness.server();
      const watcher = await harness.customer();
      await watcher.fetchOffers();
      const { id } = await watcher.submitUntilCreated();
      const streams = await Promise.all(Array.from({ length: 6 }, () => openEventStream(origin, watcher.token, id)));
      for (const { text } of streams) await waitUntil(text, (value) => value.includes('event: '), 'an event');
      const buyers = await Promise.all(
        Array.from({ length: harness.length === 'long' ? 40 : 8 }, () => harness.customer()),
      );
      await Promise.all(buyers.map((buyer) => buyer.fetchOffers()));
      harness.upstream.inject('slow', 'mutation');
      const submissions = buyers.map((buyer) => buyer.submitContract());
      await waitUntil(
        () => harness.upstream.injectedCount(),
        (count) => count === buyers.length,
        'every contract creation to reach the upstream',
      );

      harness.server().signal('SIGTERM');
      harness.injected();
      const ready = await waitUntil(
        () => sendRequest(`${origin}/readyz`, {}),
        ({ status }) => status !== 200,
        'the server to report that it is shutting down',
      );
      assert.equal(ready.status, 503, 'the server reports the shutdown before it refuses connections');
      const responses = await Promise.all(submissions);
      assert.deepEqual([...new Set(responses.map(({ status }) => status))], [201], 'requests in flight are completed');
      assert.equal(await harness.server().exited, 0, 'the server exits by itself');
      const delays = streams.map(({ text }) => {
        const [, delay] = /retry: (\d+)\n\n\r\n0\r\n\r\n$/.exec(text()) ?? [];
        return Number(delay);
      });
      assert.ok(
        delays.every((delay) => delay >= 1_000 && delay <= 8_000),
        `every stream receives a reconnect delay: ${delays}`,
      );
      assert.ok(new Set(delays).size > 1, 'the reconnect delays differ');
      await harness.upstream.recover();
      await harness.restart();
      return '201 for requests in flight; streams get a reconnect delay';
    },
    () => ({ env: { DRAIN_NOTICE_SECONDS: '2' } }),
  ),
];
