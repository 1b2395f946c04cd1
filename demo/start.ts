import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfChanged } from '../scripts/build.ts';
import { createDemoKeys } from './demo-keys.ts';
import { demoAddresses, startDemoBff, startDemoSimulator } from './servers.ts';

/**
 * `npm start`: runs the BFF, the simulator and the demo's pages in one process. The BFF and the pages use PORT (4400),
 * the simulated upstreams use the next port. Keys and store are created on each start and deleted on exit.
 */
const started = performance.now();
await buildIfChanged();
const keys = await createDemoKeys();
const folder = mkdtempSync(join(tmpdir(), 'commercial-shopper-demo-'));
const simulator = await startDemoSimulator(keys);
const bff = await startDemoBff(keys, join(folder, 'shopper.db'), { deliver: simulator.state.mailbox.deliver });
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(`${demoAddresses}\n  Ready in ${seconds} s. Stop with Ctrl-C.\n`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The terminal signals its whole process group and npm forwards the signal, so it may arrive twice. The second signal
  // must not cut the shutdown short.
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await Promise.allSettled([bff.stop(), simulator.close()]);
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
}
