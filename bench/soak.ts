import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { buildIfChanged } from '../scripts/build.ts';
import { contract } from '../src/wire/contract.ts';
import { listOffers } from '../src/wire/offer.ts';
import { session } from '../src/wire/session.ts';
import { contractRequestFor, dallasOffersRequest } from '../test/fixtures/bff.ts';
import { withBff } from './bff.ts';
import { residentKilobytes } from './resident-memory.ts';

/**
 * `npm run soak [minutes]`: for ten minutes by default, simulates customers who browse, buy, follow their contract and
 * leave, and sends webhooks about their contracts. Fails if a customer's flow fails, or if the server uses over 15 %
 * more memory in the last quarter of the run than in the second quarter, which would mean a leak.
 */
const minutes = Number(process.argv[2] ?? 10);
const customers = 6;
/** Tolerated growth of memory. The amount of uncollected garbage varies between samples. */
const MAX_GROWTH = 1.15;
const statuses = ['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing'];

await buildIfChanged();
const result = await withBff(
  async ({ origin, credentials, headers: { Authorization: _, ...headers }, process: bff }) => {
    const secret = new Webhook(credentials.webhookSecret);
    const end = performance.now() + minutes * 60_000;
    let contracts = 0;
    let failed = 0;
    const post = async (path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> => {
      const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
      const response = await fetch(`${origin}${path}`, init);
      if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
      return response.json();
    };
    const sendWebhook = async (id: string, status: string): Promise<void> => {
      const event = `evt_${crypto.randomUUID()}`;
      const now = new Date();
      const data = { contractId: 'msc_1', partnerReference: id, status };
      const type = 'contract.status_changed';
      const body = JSON.stringify({ id: event, type, environment: 'test', occurredAt: now.toISOString(), data });
      const signed = {
        'webhook-id': event,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': secret.sign(event, now, body),
      };
      const response = await fetch(`${origin}/webhooks/msc/lonestar/test`, { method: 'POST', headers: signed, body });
      if (!response.ok) throw new Error(`the server rejected a webhook with status ${response.status}`);
    };
    /** Simulates one customer, from the first request to the last status, with an open event stream. */
    const simulateCustomer = async (): Promise<void> => {
      const { token } = session.parse(await post('/v1/sessions', { siteKey: 'pk_test_demo' }));
      const authorized = { Authorization: `Bearer ${token}` };
      let offer = listOffers.response.parse(await post('/v1/offers', dallasOffersRequest, authorized)).offers[0];
      for (const amount of ['90000', '150000', String(10_000 + Math.floor(Math.random() * 100_000))]) {
        const inputs = { ...dallasOffersRequest, annualUsage: { amount, unit: 'kWh' } };
        offer = listOffers.response.parse(await post('/v1/offers', inputs, authorized)).offers[0];
      }
      if (!offer) throw new Error('the server returned no offers');
      const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
      const { id } = contract.parse(await post('/v1/contracts', contractRequestFor(offer), key));
      const streamAbort = new AbortController();
      const stream = await fetch(`${origin}/v1/contracts/${id}/events`, {
        headers: { ...headers, ...authorized },
        signal: streamAbort.signal,
      });
      for (const status of statuses) await sendWebhook(id, status);
      streamAbort.abort();
      await stream.text().catch(() => '');
      contracts += 1;
    };
    const simulateCustomers = async (): Promise<void> => {
      while (performance.now() < end) {
        await simulateCustomer().catch(() => {
          failed += 1;
        });
      }
    };
    const samples: number[] = [];
    const sampleMemory = async (): Promise<void> => {
      while (performance.now() < end) {
        samples.push(await residentKilobytes(bff.pid));
        await wait(Math.min(5_000, minutes * 1_000));
      }
    };
    await Promise.all([sampleMemory(), ...Array.from({ length: customers }, simulateCustomers)]);
    const median = (from: number, to: number): number => {
      const range = samples
        .slice(Math.floor(samples.length * from), Math.ceil(samples.length * to))
        .toSorted((a, b) => a - b);
      return Math.round((range[Math.floor(range.length / 2)] ?? 0) / 1024);
    };
    const [second, last] = [median(0.25, 0.5), median(0.75, 1)];
    return { minutes, contracts, failed, megabytes: { second, last }, isFlat: last <= second * MAX_GROWTH, samples };
  },
);

const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}soak.json`, `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`);
process.stdout.write(
  `soak: ${result.minutes} minutes, ${result.contracts} contracts created, ${result.failed} failed; memory ${result.megabytes.second} MB in the ` +
    `second quarter, ${result.megabytes.last} MB in the last: ${result.isFlat ? 'flat' : 'GROWING'}\n`,
);
process.exitCode = result.isFlat && !result.failed ? 0 : 1;
