import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { withBff } from './bff.ts';

/**
 * Slowest response of `/healthz`, in milliseconds, while the server is idle and while it is attacked: medians of all
 * rounds.
 */
interface AttackFigures {
  readonly idleMilliseconds: number;
  readonly attackedMilliseconds: number;
  readonly addedMilliseconds: number;
}

const ROUNDS = 5;
const ROUND_MS = 2_000;

interface Target {
  readonly origin: string;
  readonly headers: Record<string, string>;
  readonly databaseFile: string;
}

/** A loopback address other than the poller's, because the server blocks an attacker's address. */
const ATTACKER_ADDRESS = '127.0.0.2';
const REQUEST_TIMEOUT_MS = 5_000;

/** Sends a request and reads the response. A connection that the server closes, or a timeout, ends the request. */
const post = ({ origin, headers }: Target, path: string, body: object): Promise<void> =>
  new Promise((resolve) => {
    const sent = request(`${origin}${path}`, {
      method: 'POST',
      localAddress: ATTACKER_ADDRESS,
      headers: { ...headers, 'Idempotency-Key': crypto.randomUUID() },
      timeout: REQUEST_TIMEOUT_MS,
    });
    sent.on('response', (response) => response.resume());
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => {});
    sent.on('close', resolve);
    sent.end(JSON.stringify(body));
  });

const LONG_EMAIL = `a@${'a.'.repeat(29_000)} `;
const CONCURRENT = 8;
const CODES_PER_LOOKUP = 200;
const repeat = (work: (index: number) => Promise<void>) =>
  Promise.all(Array.from({ length: CONCURRENT }, (_, index) => work(index)));

let nextCode = 0;
/** Each attack runs until `isOver` returns true. */
const attacks: Readonly<Record<string, (target: Target, isOver: () => boolean) => Promise<unknown>>> = {
  /** An email address that a regular expression with quadratic backtracking takes a second to reject. */
  'long-emails': (target, isOver) =>
    repeat(async () => {
      while (!isOver()) await post(target, '/v1/contracts', { signer: { email: LONG_EMAIL } });
    }),
  /** Another process has locked the SQLite file, and clients send requests that write. */
  'locked-store': async (target, isOver) => {
    // The server may be writing.
    const lock = new DatabaseSync(target.databaseFile, { timeout: 5_000 });
    lock.exec('BEGIN IMMEDIATE');
    await repeat(async () => {
      while (!isOver()) await post(target, '/v1/uploads?kind=latest_bill', {});
    });
    lock.exec('ROLLBACK');
    lock.close();
  },
  /** Lookups of postal codes that are not cached. Each causes a call to the upstream. */
  'many-lookups': (target, isOver) =>
    repeat(async () => {
      while (!isOver()) {
        const postalCodes = Array.from({ length: CODES_PER_LOOKUP }, () => String(10_000 + (nextCode++ % 89_999)));
        await post(target, '/v1/utility-lookups', { commodity: 'electric', postalCodes });
      }
    }),
};

/** Polls in a separate process, so that the load on this process does not count. Prints the slowest response. */
const POLLER = `
  const [url, duration] = process.argv.slice(1);
  let slowest = 0;
  const until = performance.now() + Number(duration);
  while (performance.now() < until) {
    const startedAt = performance.now();
    await (await fetch(url)).text();
    slowest = Math.max(slowest, performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  console.log(slowest);`;

async function slowestHealthCheck(origin: string): Promise<number> {
  const args = ['--input-type=module', '-e', POLLER, `${origin}/healthz`, String(ROUND_MS)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return z.coerce.number().parse((await text(child.stdout)).trim());
}

const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);

async function measure(
  attack: (target: Target, isOver: () => boolean) => Promise<unknown>,
  target: Target,
): Promise<AttackFigures> {
  const idle: number[] = [];
  const attacked: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    idle.push(await slowestHealthCheck(target.origin));
    let isOver = false;
    const running = attack(target, () => isOver);
    attacked.push(await slowestHealthCheck(target.origin));
    isOver = true;
    await running;
    await wait(200);
  }
  const [idleMilliseconds, attackedMilliseconds] = [median(idle), median(attacked)];
  return { idleMilliseconds, attackedMilliseconds, addedMilliseconds: attackedMilliseconds - idleMilliseconds };
}

/**
 * Measures how much longer the slowest health check takes while a client attacks the server than while the server is
 * idle: medians of five alternating rounds. The server has the limits of production.
 */
export async function attackDelays(): Promise<Readonly<Record<string, AttackFigures>>> {
  const figures: Record<string, AttackFigures> = {};
  for (const [name, attack] of Object.entries(attacks))
    figures[name] = await withBff((target) => measure(attack, target), { limits: 'production' });
  return figures;
}
