import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findFreePorts } from '../../scripts/free-ports.ts';
import { createLoaApplication } from '../../src/simulator/agreements/loa-applications.ts';
import type { Partner } from '../../src/simulator/authenticate.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../../src/simulator/demo-credentials.ts';
import type { JournalEntry } from '../../src/simulator/journal.ts';
import { startSimulator } from '../../src/simulator/serve.ts';
import type { SimulatorState } from '../../src/simulator/simulator-state.ts';
import { type BffProcess, runBffCommand, spawnBff } from '../fixtures/bff-process.ts';
import { type ControlMessage, hookReportSchema } from './control-protocol.ts';
import type { Counters } from './counters.ts';
import { type Customer, openCustomer, type TestSite } from './customer.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { type DeclaredPartner, partnersFile, type SiteWebhook, siteOf } from './partners-file.ts';
import { waitUntil } from './wait-until.ts';

/** Length of a run: a few seconds as part of the tests, or minutes on its own. */
export type RunLength = 'short' | 'long';

interface HarnessOptions {
  readonly length: RunLength;
  readonly counters: Counters;
  readonly env?: Record<string, string>;
  readonly owners?: readonly SiteWebhook[];
  readonly databaseUrl?: string | undefined;
}

/**
 * The production build of the server in a separate process. Customers call the server, and the server calls an upstream
 * in which the harness can cause faults.
 */
export interface Harness {
  readonly length: RunLength;
  readonly counters: Counters;
  readonly state: SimulatorState;
  readonly upstream: Awaited<ReturnType<typeof startFaultProxy>>;
  readonly folder: string;
  readonly webhookSecret: string;
  /** The simulator's record of the partner; its keys can be changed. */
  readonly partner: Partner;
  readonly credentials: DemoCredentials;
  writePartnersFile(changes: Partial<DeclaredPartner>): void;
  readonly databaseFile: string;
  readonly journal: readonly JournalEntry[];
  readonly customers: readonly Customer[];
  /** Customers whose contract was erased, who can no longer access it. */
  readonly erased: Set<Customer>;
  server(): BffProcess;
  /** Every log line of every server process. */
  lines(): readonly string[];
  injected(count?: number): void;
  /** Stops the server with kill -9, unless it has already exited, and starts another on the same store. */
  restart(env?: Record<string, string>): Promise<void>;
  runCommand(...args: string[]): Promise<string>;
  /** Sends a message to the server's injection hooks and waits for the acknowledgment. */
  sendControl(sendControl: ControlMessage): Promise<void>;
  /** Whether other processes can share the store, as on PostgreSQL. */
  readonly isSharedStore: boolean;
  /**
   * Sets the clocks of the server, the simulator and the harness this many milliseconds ahead of the machine's clock.
   */
  shiftClocks(shiftMs: number): Promise<void>;
  /**
   * Ends every lease on a shared store, as if enough time had passed since a process was killed. `shiftClocks` cannot
   * do this, because servers on PostgreSQL follow the database's clock.
   */
  expireLeases(): Promise<void>;
  now(): Date;
  /** @param origin returns the current origin of the server to use; by default the main server */
  customer(site?: TestSite, token?: string, origin?: () => string): Promise<Customer>;
  /** Starts another server on the same store, which must be shared. The caller must stop the server. */
  startAnother(): Promise<BffProcess>;
  close(): Promise<void>;
}

const injectionHooks = new URL('injection-hooks.ts', import.meta.url);

/** Limits that the scenarios never reach. */
export const UNLIMITED = {
  RATE_LIMIT_ADDRESS: '1000000000',
  RATE_LIMIT_SITE: '1000000000',
  RATE_LIMIT_SESSION: '1000000000',
  QUOTA_EMAILS_PER_RECIPIENT: '1000000000',
  QUOTA_EMAILS_PER_ADDRESS: '1000000000',
  QUOTA_AUTHORIZATIONS_PER_ADDRESS: '1000000000',
  QUOTA_CONTRACTS_PER_ADDRESS: '1000000000',
  QUOTA_REFUSED_CONTRACTS_PER_ADDRESS: '1000000000',
  QUOTA_RESUME_LINKS_PER_ADDRESS: '1000000000',
  QUOTA_SIGNING_SESSIONS_PER_ADDRESS: '1000000000',
  QUOTA_UPLOADS_PER_ADDRESS: '1000000000',
  QUOTA_PER_SITE: '1000000000',
  RATE_LIMIT_WEBHOOK: '1000000000',
  CONNECTIONS_PER_ADDRESS: '100000',
  UPSTREAM_CALLS_PER_MINUTE: '1000000000',
};

export async function createHarness(options: HarnessOptions): Promise<Harness> {
  const { length, counters } = options;
  const folder = mkdtempSync(join(tmpdir(), 'shopper-faults-'));
  const [port, upstreamPort = 0, simulatorPort = 0] = await findFreePorts(3);
  const [lonestar, pecan] = await Promise.all([
    createDemoCredentials('lonestar', 'test'),
    createDemoCredentials('pecan', 'test'),
  ]);
  const loaApplications = [createLoaApplication(), createLoaApplication()];
  const upstreamOrigin = `http://127.0.0.1:${upstreamPort}`;
  let clockShiftMs = 0;
  const now = (): Date => new Date(Date.now() + clockShiftMs);
  const partners = [lonestar, pecan].map((credentials) =>
    partnerOf(credentials, `http://127.0.0.1:${port}/webhooks/msc/${credentials.partnerId}/test`),
  );
  const [partner] = partners;
  if (!partner) throw new Error('no partner is configured');
  const simulator = await startSimulator({
    port: simulatorPort,
    host: '127.0.0.1',
    origin: upstreamOrigin,
    paceMs: 20,
    webhookRetryMs: 150,
    lateWebhookMs: 100,
    now,
    partners,
    loaApplications,
  });
  const journal: JournalEntry[] = [];
  simulator.state.journal.subscribe((entry) => journal.push(entry));
  const upstream = await startFaultProxy(upstreamPort, simulatorPort);
  const writePartnersFile = (changes: Partial<DeclaredPartner>): void => {
    const declared = [{ ...lonestar, ...changes }, pecan];
    const file = partnersFile(folder, upstreamOrigin, declared, options.owners ?? [], loaApplications);
    writeFileSync(join(folder, 'partners.yaml'), file);
  };
  writePartnersFile({});
  writeFileSync(join(folder, 'bff-secret'), randomBytes(48).toString('base64'));
  const mounted = { BFF_SECRET: '', BFF_SECRET_FILE: join(folder, 'bff-secret') };

  // The server restarts often, so its compiled code is cached.
  const NODE_COMPILE_CACHE = join(tmpdir(), 'shopper-faults-compiled');
  let env: Record<string, string> = {
    ...UNLIMITED,
    ...mounted,
    NODE_COMPILE_CACHE,
    RECONCILE_SECONDS: '0.2',
    // The server must follow a shifted clock immediately.
    CLOCK_SETTLE_SECONDS: '0',
    ...options.env,
  };
  const processOptions = (serverPort = port) => ({
    port: serverPort,
    folder,
    credentials: lonestar,
    simulatorOrigin: upstreamOrigin,
    partnersFile: join(folder, 'partners.yaml'),
    env,
    ...(options.databaseUrl ? { databaseUrl: options.databaseUrl } : {}),
  });
  const start = (serverPort = port): Promise<BffProcess> =>
    spawnBff({ ...processOptions(serverPort), preload: injectionHooks });
  let server = await start();
  const previousLines: string[] = [];
  const customers: Customer[] = [];

  const harness: Harness = {
    length,
    counters,
    state: simulator.state,
    upstream,
    folder,
    webhookSecret: lonestar.webhookSecret,
    partner,
    credentials: lonestar,
    writePartnersFile,
    databaseFile: join(folder, 'shopper.db'),
    journal,
    customers,
    erased: new Set(),
    server: () => server,
    lines: () => [...previousLines, ...server.lines],
    injected(increment = 1) {
      counters.injected += increment;
    },
    async restart(changes = {}) {
      await server.kill();
      previousLines.push(...server.lines);
      env = { ...env, ...changes };
      server = await start();
    },
    async sendControl(sendControl) {
      const previousLines = server.output.length;
      server.sendMessage(sendControl);
      await waitUntil(
        () => server.output.slice(previousLines).some((message) => 'acknowledged' in hookReportSchema.parse(message)),
        Boolean,
        'the injection hooks to acknowledge the message',
      );
    },
    runCommand: (...args) => runBffCommand(processOptions(), ...args),
    isSharedStore: options.databaseUrl !== undefined,
    async shiftClocks(shiftMs) {
      clockShiftMs = shiftMs;
      await harness.sendControl({ clockShiftMs: shiftMs });
    },
    async expireLeases() {
      const client = new Client({ connectionString: options.databaseUrl });
      await client.connect();
      for (const table of ['contracts', 'letters'])
        await client.query(`update ${table} set lease_until = $1`, [new Date(0).toISOString()]);
      await client.end();
    },
    now,
    async startAnother() {
      const [anotherPort] = await findFreePorts(1);
      return start(anotherPort);
    },
    async customer(site = siteOf('lonestar'), token, origin = () => `http://127.0.0.1:${port}`) {
      const customer = await openCustomer(origin, site, token);
      customers.push(customer);
      return customer;
    },
    async close() {
      await server.kill();
      await upstream.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return harness;
}
