import { Agent, request } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { openSqliteStore } from '../src/bff/store/sqlite.ts';
import { withBff } from './bff.ts';

const perSecond = 2_000;
const seconds = 10;
const connections = 64;

export interface Burst {
  readonly sent: number;
  readonly acknowledged: number;
  /** Webhooks that were acknowledged but are not in the store after kill -9. */
  readonly lost: number;
  readonly p99Milliseconds: number;
  /** Webhooks acknowledged per second divided by webhooks sent per second: 1 means that the server keeps up. */
  readonly ratio: number;
}

/**
 * For ten seconds, sends 2,000 different webhooks a second. Then kills the server and checks which webhooks are on
 * disk.
 */
export const webhookBurst = (): Promise<Burst> =>
  withBff(async ({ origin, credentials, databaseFile, process: { kill } }) => {
    const secret = new Webhook(credentials.webhookSecret);
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const url = `${origin}/webhooks/msc/lonestar/test`;
    const send = (id: string): Promise<number> =>
      new Promise((resolve) => {
        const now = new Date();
        const data = { contractId: 'msc_1', partnerReference: 'ct_unknown', status: 'signed' };
        const event = { id, type: 'contract.status_changed', environment: 'test', occurredAt: now.toISOString(), data };
        const body = JSON.stringify(event);
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': secret.sign(id, now, body),
        };
        const sent = request(url, { method: 'POST', agent, headers }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        });
        sent.on('error', () => resolve(0));
        sent.end(body);
      });

    const acknowledged: string[] = [];
    const latencies: number[] = [];
    const open: Promise<void>[] = [];
    const total = perSecond * seconds;
    const started = performance.now();
    while (open.length < total) {
      const due = Math.min(total, Math.ceil(((performance.now() - started) / 1000) * perSecond));
      while (open.length < due) {
        const id = `evt_${open.length}`;
        const at = performance.now();
        open.push(
          send(id).then((status) => {
            latencies.push(performance.now() - at);
            if (status === 204) acknowledged.push(id);
          }),
        );
      }
      await new Promise((next) => setTimeout(next, 2));
    }
    await Promise.all(open);
    const elapsedSeconds = (performance.now() - started) / 1000;
    agent.destroy();
    await kill();

    const store = await openSqliteStore(databaseFile);
    const rows = await store.selectFrom('webhook_inbox').select('webhook_id').execute();
    await store.destroy();
    const storedIds = new Set(rows.map(({ webhook_id }) => webhook_id));
    latencies.sort((a, b) => a - b);
    return {
      sent: total,
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((id) => !storedIds.has(id)).length,
      p99Milliseconds: Math.round(z.number().parse(latencies[Math.floor(latencies.length * 0.99)])),
      ratio: Number((acknowledged.length / elapsedSeconds / perSecond).toFixed(3)),
    };
  });
