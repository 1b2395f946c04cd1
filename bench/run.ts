import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildIfChanged } from '../scripts/build.ts';
import { offers } from './offers.ts';
import { webhooks } from './webhooks.ts';

/**
 * `npm run bench`: each measurement against a bare Node server that answers the same bytes, in turn, on this machine. The
 * ratio is the figure; an absolute number is only as good as the machine was quiet. Results go to `bench/results/`.
 */
await buildIfChanged();
const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, measure] of Object.entries({ offers, webhooks })) {
  const result = await measure();
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`);
  process.stdout.write(
    `${name}: ${result.bff.requestsPerSecond} requests/s, p99 ${result.bff.p99Milliseconds} ms; ` +
      `bare server ${result.bare.requestsPerSecond} requests/s; ratio ${result.ratio}\n`,
  );
}
