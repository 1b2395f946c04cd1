import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../../scripts/free-ports.ts';
import { createLoaApplication } from '../../src/simulator/agreements/loa-client.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../../src/simulator/demo-credentials.ts';
import type { JournalEntry } from '../../src/simulator/journal.ts';
import type { Partner } from '../../src/simulator/partner.ts';
import { startSimulator } from '../../src/simulator/serve.ts';
import type { World } from '../../src/simulator/world.ts';
import { type BffProcess, spawnBff } from '../bff-process.ts';
import { type Customer, openCustomer, type Place } from './customer.ts';
import { startDisturbedUpstream } from './disturbed-upstream.ts';
import { type Order, reportSchema } from './orders.ts';
import { type Declared, type OwnerWebhook, partnersFile, placeOf } from './partners-file.ts';
import type { Tally } from './tally.ts';
import { until } from './until.ts';

/** How long a run may take: a few seconds as a test among others, or minutes by itself. */
export type Length = 'short' | 'long';

interface StageOptions {
  readonly length: Length;
  readonly tally: Tally;
  readonly env?: Record<string, string>;
  /** Where the site's owner wants to be told. */
  readonly owners?: readonly OwnerWebhook[];
  readonly databaseUrl?: string | undefined;
}

/** The built server, in its own process, between customers and an upstream that fails as it is told to. */
export interface Stage {
  readonly length: Length;
  readonly tally: Tally;
  readonly world: World;
  readonly upstream: Awaited<ReturnType<typeof startDisturbedUpstream>>;
  readonly folder: string;
  readonly webhookSecret: string;
  /** The partner as the simulator knows it: its keys may be changed. */
  readonly partner: Partner;
  readonly credentials: DemoCredentials;
  /** Writes the server's files anew, with other credentials of the partner. */
  declare(changes: Partial<Declared>): void;
  readonly databaseFile: string;
  /** Everything the simulator ever wrote down. */
  readonly journal: readonly JournalEntry[];
  readonly customers: readonly Customer[];
  server(): BffProcess;
  /** Every log line of every server there was. */
  lines(): readonly string[];
  /** A fault was done to it. */
  injected(count?: number): void;
  /** Ends the server, with -9 unless it has ended by itself, and starts another on the same store. */
  restart(env?: Record<string, string>): Promise<void>;
  /** Tells the server's seam something, and waits until it is heard. */
  order(order: Order): Promise<void>;
  /** Whether other processes could be at the same store. */
  readonly isShared: boolean;
  /** Puts the clocks of the server and of everybody else so many milliseconds before this machine's. */
  shiftClocks(milliseconds: number): Promise<void>;
  now(): Date;
  customer(place?: Place, token?: string): Promise<Customer>;
  close(): Promise<void>;
}

const seams = new URL('seams.ts', import.meta.url);

/** Nobody here is to be turned away for asking often. */
const unlimited = {
  RATE_LIMIT_ADDRESS: '1000000000',
  RATE_LIMIT_SITE: '1000000000',
  RATE_LIMIT_SESSION: '1000000000',
};

export const openStage = async (options: StageOptions): Promise<Stage> => {
  const { length, tally } = options;
  const folder = mkdtempSync(join(tmpdir(), 'shopper-faults-'));
  const [port, upstreamPort = 0, simulatorPort = 0] = await findFreePorts(3);
  const [lonestar, pecan] = await Promise.all([
    createDemoCredentials('lonestar', 'test'),
    createDemoCredentials('pecan', 'test'),
  ]);
  const letters = createLoaApplication();
  const upstreamOrigin = `http://127.0.0.1:${upstreamPort}`;
  let worldShift = 0;
  const now = (): Date => new Date(Date.now() + worldShift);
  const partners = [lonestar, pecan].map((credentials) =>
    partnerOf(credentials, `http://127.0.0.1:${port}/webhooks/msc/${credentials.partnerId}/test`),
  );
  const [partner] = partners;
  if (!partner) throw new Error('no partner');
  const simulator = await startSimulator({
    port: simulatorPort,
    host: '127.0.0.1',
    origin: upstreamOrigin,
    pace: 20,
    retryMs: 150,
    lateMs: 100,
    now,
    partners,
    loaApplications: [letters],
  });
  const journal: JournalEntry[] = [];
  simulator.world.journal.follow((entry) => journal.push(entry));
  const upstream = await startDisturbedUpstream(upstreamPort, simulatorPort);
  const declare = (changes: Partial<Declared>): void => {
    const declared = [{ ...lonestar, ...changes }, pecan];
    const file = partnersFile(folder, upstreamOrigin, declared, options.owners ?? [], letters);
    writeFileSync(join(folder, 'partners.yaml'), file);
  };
  declare({});
  writeFileSync(join(folder, 'bff-secret'), randomBytes(48).toString('base64'));
  const mounted = { BFF_SECRET: '', BFF_SECRET_FILE: join(folder, 'bff-secret') };

  // Started again and again: compiled once.
  const NODE_COMPILE_CACHE = join(tmpdir(), 'shopper-faults-compiled');
  let env: Record<string, string> = {
    ...unlimited,
    ...mounted,
    NODE_COMPILE_CACHE,
    RECONCILE_SECONDS: '0.2',
    ...options.env,
  };
  const start = (): Promise<BffProcess> =>
    spawnBff({
      port,
      folder,
      credentials: lonestar,
      simulatorOrigin: upstreamOrigin,
      partnersFile: join(folder, 'partners.yaml'),
      env,
      preload: seams,
      ...(options.databaseUrl ? { databaseUrl: options.databaseUrl } : {}),
    });
  let server = await start();
  const before: string[] = [];
  const customers: Customer[] = [];

  const stage: Stage = {
    length,
    tally,
    world: simulator.world,
    upstream,
    folder,
    webhookSecret: lonestar.webhookSecret,
    partner,
    credentials: lonestar,
    declare,
    databaseFile: join(folder, 'shopper.db'),
    journal,
    customers,
    server: () => server,
    lines: () => [...before, ...server.lines],
    injected(more = 1) {
      tally.injected += more;
    },
    async restart(changes = {}) {
      await server.kill();
      before.push(...server.lines);
      env = { ...env, ...changes };
      server = await start();
    },
    async order(order) {
      const before = server.said.length;
      server.tell(order);
      await until(
        () => server.said.slice(before).some((message) => 'heard' in reportSchema.parse(message)),
        Boolean,
        'the seam to hear',
      );
    },
    isShared: options.databaseUrl !== undefined,
    async shiftClocks(milliseconds) {
      worldShift = milliseconds;
      await stage.order({ shift: milliseconds });
    },
    now,
    async customer(place = placeOf('lonestar'), token) {
      const customer = await openCustomer(() => `http://127.0.0.1:${port}`, place, token);
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
  return stage;
};
