import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFreePorts } from '../../scripts/free-ports.ts';
import { createDemoCredentials } from '../../src/simulator/demo-credentials.ts';
import { spawnBff } from '../fixtures/bff-process.ts';
import { createDatabase } from '../fixtures/store.ts';

test('two servers start simultaneously on one database, and one keeps running when the other is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-servers-'));
  const database = await createDatabase();
  const credentials = await createDemoCredentials('lonestar', 'test');
  const ports = await findFreePorts(2);
  const shared = { folder, credentials, simulatorOrigin: 'http://localhost:9', databaseUrl: database.url };
  const servers = await Promise.all(ports.map((port) => spawnBff({ ...shared, port })));
  try {
    const ready = () => Promise.all(servers.map(async ({ origin }) => (await fetch(`${origin}/readyz`)).status));
    expect(await ready()).toEqual([200, 200]);
    await servers.shift()?.kill();
    expect(await ready()).toEqual([200]);
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    await database.drop();
    rmSync(folder, { recursive: true });
  }
});
