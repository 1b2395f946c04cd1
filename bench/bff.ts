import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../scripts/free-ports.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../src/simulator/demo-credentials.ts';
import { startSimulator } from '../src/simulator/serve.ts';
import { session } from '../src/wire/session.ts';
import { type BffProcess, spawnBff } from '../test/fixtures/bff-process.ts';

/** All requests of a benchmark come from one address, so rate limits and quotas must not apply. */
const unlimitedRates = {
  RATE_LIMIT_ADDRESS: '1000000000',
  RATE_LIMIT_SITE: '1000000000',
  RATE_LIMIT_SESSION: '1000000000',
  QUOTA_EMAILS_PER_RECIPIENT: '1000000000',
  QUOTA_EMAILS_PER_ADDRESS: '1000000000',
  QUOTA_AUTHORIZATIONS_PER_ADDRESS: '1000000000',
  QUOTA_CONTRACTS_PER_ADDRESS: '1000000000',
  QUOTA_RESUME_LINKS_PER_ADDRESS: '1000000000',
  QUOTA_SIGNING_SESSIONS_PER_ADDRESS: '1000000000',
  QUOTA_UPLOADS_PER_ADDRESS: '1000000000',
  QUOTA_PER_SITE: '1000000000',
  STREAMS_PER_ADDRESS: '100000',
  STREAMS_PER_SITE: '100000',
  RATE_LIMIT_WEBHOOK: '1000000000',
  CONNECTIONS_PER_ADDRESS: '100000',
  UPSTREAM_CALLS_PER_MINUTE: '1000000000',
};

/**
 * Runs the production build of the BFF in a child process and the simulator in this process, opens a session and calls
 * `use`. Stops both servers when `use` has finished.
 *
 * @param limits `none` by default
 */
export async function withBff<T>(
  use: (bff: {
    readonly origin: string;
    readonly credentials: DemoCredentials;
    readonly headers: Record<string, string>;
    readonly databaseFile: string;
    readonly process: BffProcess;
  }) => Promise<T>,
  { limits = 'none' }: { readonly limits?: 'none' | 'production' } = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-bench-'));
  const credentials = await createDemoCredentials('lonestar', 'test');
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1', partners: [partnerOf(credentials)] });
  const [port] = await findFreePorts(1);
  const bff = await spawnBff({
    port,
    folder,
    credentials,
    simulatorOrigin: simulator.origin,
    env: limits === 'none' ? unlimitedRates : {},
  });
  try {
    const headers = { Origin: 'http://localhost:9', 'Content-Type': 'application/json', 'Accept-Encoding': 'br' };
    const body = JSON.stringify({ siteKey: 'pk_test_demo' });
    const opened = await fetch(`${bff.origin}/v1/sessions`, { method: 'POST', headers, body });
    const { token } = session.parse(await opened.json());
    return await use({
      origin: bff.origin,
      credentials,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      databaseFile: join(folder, 'shopper.db'),
      process: bff,
    });
  } finally {
    await bff.kill();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
