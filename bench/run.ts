import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildIfChanged } from '../scripts/build.ts';
import { contractRequestFor } from '../test/fixtures/bff.ts';
import { attackDelays } from './attacks.ts';
import { withBff } from './bff.ts';
import { contracts, fetchFirstOffer } from './contracts.ts';
import { benchmarkEmbeds } from './embeds.ts';
import { interactions } from './interactions.ts';
import { offers } from './offers.ts';
import { manyStreams } from './sse-fanout.ts';
import { streams } from './sse-latency.ts';
import { validation } from './validation.ts';
import { webhookBurst } from './webhook-burst.ts';
import { webhooks } from './webhooks.ts';

/**
 * `npm run bench` measures:
 * - throughput and CPU per request, compared to a bare Node server that sends the same bytes;
 * - validation of the worst text in any field, compared to a valid request;
 * - the slowest health check while clients attack the server, compared to an idle server;
 * - a burst of webhooks, and how many of them are lost when the server is killed;
 * - latency from webhook to event on 200 open streams, and the memory of 5,000 streams;
 * - interaction to next paint on a throttled CPU, compared to an empty page;
 * - the cost of our embed for a page, compared to competitors' embeds.
 *
 * Compare the ratios; absolute numbers depend on the machine and its load. Results are written to `bench/results/`.
 */
await buildIfChanged();
const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
const write = (name: string, result: object): void =>
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`);

for (const [name, measure] of Object.entries({ offers, contracts, webhooks })) {
  const result = await measure();
  write(name, result);
  process.stdout.write(
    `${name}: ${result.bff.requestsPerSecond} requests/s, p99 ${result.bff.p99Milliseconds} ms; ` +
      `bare server ${result.bare.requestsPerSecond} requests/s; ratio ${result.ratio}; CPU per request ` +
      `${result.bff.cpuMicroseconds} µs, bare server ${result.bare.cpuMicroseconds} µs, ratio ${result.cpuRatio}; ` +
      `${result.bff.failures} failures\n`,
  );
}
const validationResult = validation(contractRequestFor(await withBff(fetchFirstOffer)));
write('validation', validationResult);
process.stdout.write(
  `validation: contract request ${validationResult.validMicroseconds} µs; slowest field ` +
    `${validationResult.worstField} ${validationResult.worstMicroseconds} µs; slowest field / valid request: ${validationResult.ratio}\n`,
);
const delays = await attackDelays();
write('attacks', delays);
for (const [name, { idleMilliseconds, attackedMilliseconds, addedMilliseconds }] of Object.entries(delays))
  process.stdout.write(
    `attack ${name}: slowest health check ${attackedMilliseconds} ms, idle ${idleMilliseconds} ms, ` +
      `${addedMilliseconds} ms more\n`,
  );
const burst = await webhookBurst();
write('webhook-burst', burst);
process.stdout.write(
  `webhook burst: ${burst.acknowledged} of ${burst.sent} acknowledged, ${burst.lost} lost after kill -9, ` +
    `p99 ${burst.p99Milliseconds} ms; ratio to the rate sent ${burst.ratio}\n`,
);
const streamsResult = await streams();
write('streams', streamsResult);
process.stdout.write(
  `streams: ${streamsResult.streams} open; webhook sent to event read: p50 ${streamsResult.steady.p50Milliseconds} ms, ` +
    `p99 ${streamsResult.steady.p99Milliseconds} ms; all contracts simultaneously: p50 ${streamsResult.burst.p50Milliseconds} ms, ` +
    `p99 ${streamsResult.burst.p99Milliseconds} ms (budget ${streamsResult.budgetMilliseconds})\n`,
);
const manyStreamsResult = await manyStreams();
write('many-streams', manyStreamsResult);
process.stdout.write(
  `many streams: ${manyStreamsResult.streams} open at ${manyStreamsResult.kilobytesEach} kB each (budget ${manyStreamsResult.budgetKilobytes}); on SIGTERM ` +
    `${manyStreamsResult.reconnectDelays} clients asked to reconnect, exited after ${manyStreamsResult.secondsToExit} s\n`,
);
const paint = await interactions();
write('interactions', paint);
for (const [name, { widget, control, addedMilliseconds }] of Object.entries(paint.interactions))
  process.stdout.write(
    `interaction ${name}: next paint after ${widget} ms at ${paint.cpuSlowdown}x throttle, empty page ${control} ms, ` +
      `${addedMilliseconds} ms more (budget ${paint.budgetMilliseconds})\n`,
  );
const embeds = await benchmarkEmbeds();
write('peers', embeds);
for (const [name, cost] of Object.entries(embeds)) {
  process.stdout.write(
    `embed ${name}: ${cost.bytes} B until its first field, ${cost.bytesInAll} B in total; scripts ${cost.evaluation} ms at 4x throttle; ` +
      `longest task ${cost.longestTask} ms longer than on an empty page; layout shift ${cost.layoutShift}\n`,
  );
}
