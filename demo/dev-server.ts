import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoKeys } from './demo-keys.ts';
import { startDemoBff, startDemoSimulator } from './servers.ts';

/**
 * Runs one of the two servers of `npm run dev`: `node demo/dev-server.ts (bff | simulator) FOLDER`. When a file
 * changes, `demo/dev.ts` restarts the affected server.
 */
const [, , name, folder = ''] = process.argv;
const keys: DemoKeys = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'));
const server =
  name === 'bff'
    ? await startDemoBff(keys, join(folder, 'shopper.db'), { reload: true })
    : await startDemoSimulator(keys);

process.on('SIGTERM', async () => {
  await ('stop' in server ? server.stop() : server.close());
  process.exit(0);
});
process.send?.('ready');
