import assert from 'node:assert/strict';
import { ask } from '../ask.ts';
import { type Fault, fault } from '../fault.ts';
import { openStream } from '../open-stream.ts';
import { until } from '../until.ts';

export const leavingFaults: readonly Fault[] = [
  fault(
    'SIGTERM while contracts are being made and streams are open',
    async (stage) => {
      const { origin } = stage.server();
      const watched = await stage.customer();
      await watched.look();
      const { id } = await watched.insist();
      const streams = await Promise.all(Array.from({ length: 6 }, () => openStream(origin, watched.token, id)));
      for (const { text } of streams) await until(text, (said) => said.includes('event: '), 'an event');
      const buyers = await Promise.all(
        Array.from({ length: stage.length === 'long' ? 40 : 8 }, () => stage.customer()),
      );
      await Promise.all(buyers.map((buyer) => buyer.look()));
      stage.upstream.disturb('slow', 'mutation');
      const sending = buyers.map((buyer) => buyer.send());
      await until(
        () => stage.upstream.disturbed(),
        (count) => count === buyers.length,
        'all creations to be at the upstream',
      );

      stage.server().signal('SIGTERM');
      stage.injected();
      const ready = await until(
        () => ask(`${origin}/readyz`, {}),
        ({ status }) => status !== 200,
        'it to say that it is leaving',
      );
      assert.equal(ready.status, 503, 'it says so before it refuses connections');
      const answers = await Promise.all(sending);
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201], 'what was under way is finished');
      assert.equal(await stage.server().gone, 0, 'it ends by itself');
      const waits = streams.map(({ text }) => {
        const [, wait] = /retry: (\d+)\n\n\r\n0\r\n\r\n$/.exec(text()) ?? [];
        return Number(wait);
      });
      assert.ok(
        waits.every((wait) => wait >= 1_000 && wait <= 8_000),
        `each is told when to come back: ${waits}`,
      );
      assert.ok(new Set(waits).size > 1, 'and not all at the same moment');
      await stage.upstream.calm();
      await stage.restart();
      return '201 for what was under way; streams are told when to come back';
    },
    () => ({ env: { DRAIN_NOTICE_SECONDS: '2' } }),
  ),
];
