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
 * leave, and sends webhooks about their contracts. Fails if the server uses more memory in the last quarter than in
 * the second, which would mean a leak.
 */
const minutes = Number(process.argv[2] ?? 10);
const shoppers = 6;
/** Tolerated growth, because uncollected garbage varies between samples. */
const tolerated = 1.15;
const statuses = ['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing'];

await buildIfChanged();
const result = await withBff(
  async ({ origin, credentials, headers: { Authorization: _, ...headers }, process: bff }) => {
    const secret = new Webhook(credentials.webhookSecret);
    const end = performance.now() + minutes * 60_000;
    let bought = 0;
    let failed = 0;
    const ask = async (path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> => {
      const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
      const answer = await fetch(`${origin}${path}`, init);
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
      return answer.json();
    };
    const tell = async (id: string, status: string): Promise<void> => {
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
      const answer = await fetch(`${origin}/webhooks/msc/lonestar/test`, { method: 'POST', headers: signed, body });
      if (!answer.ok) throw new Error(`a webhook was answered with ${answer.status}`);
    };
    /** One customer, from the first request to the last status, with an open event stream. */
    const shop = async (): Promise<void> => {
      const { token } = session.parse(await ask('/v1/sessions', { siteKey: 'pk_test_demo' }));
      const authorized = { Authorization: `Bearer ${token}` };
      let offer = listOffers.response.parse(await ask('/v1/offers', dallasOffersRequest, authorized)).offers[0];
      for (const amount of ['90000', '150000', String(10_000 + Math.floor(Math.random() * 100_000))]) {
        const question = { ...dallasOffersRequest, annualUsage: { amount, unit: 'kWh' } };
        offer = listOffers.response.parse(await ask('/v1/offers', question, authorized)).offers[0];
      }
      if (!offer) throw new Error('no offer');
      const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
      const { id } = contract.parse(await ask('/v1/contracts', contractRequestFor(offer), key));
      const leaving = new AbortController();
      const stream = await fetch(`${origin}/v1/contracts/${id}/events`, {
        headers: { ...headers, ...authorized },
        signal: leaving.signal,
      });
      for (const status of statuses) await tell(id, status);
      leaving.abort();
      await stream.text().catch(() => '');
      bought += 1;
    };
    const keepShopping = async (): Promise<void> => {
      while (performance.now() < end) {
        await shop().catch(() => {
          failed += 1;
        });
      }
    };
    const looks: number[] = [];
    const look = async (): Promise<void> => {
      while (performance.now() < end) {
        looks.push(await residentKilobytes(bff.pid));
        await wait(Math.min(5_000, minutes * 1_000));
      }
    };
    await Promise.all([look(), ...Array.from({ length: shoppers }, keepShopping)]);
    const median = (from: number, to: number): number => {
      const some = looks.slice(Math.floor(looks.length * from), Math.ceil(looks.length * to)).toSorted((a, b) => a - b);
      return Math.round((some[Math.floor(some.length / 2)] ?? 0) / 1024);
    };
    const [second, last] = [median(0.25, 0.5), median(0.75, 1)];
    return { minutes, bought, failed, megabytes: { second, last }, isFlat: last <= second * tolerated, looks };
  },
);

const folder = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}soak.json`, `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`);
process.stdout.write(
  `soak: ${result.minutes} minutes, ${result.bought} contracts bought, ${result.failed} failed; memory ${result.megabytes.second} MB in the ` +
    `second quarter, ${result.megabytes.last} MB in the last: ${result.isFlat ? 'flat' : 'IT GROWS'}\n`,
);
process.exitCode = result.isFlat && !result.failed ? 0 : 1;
