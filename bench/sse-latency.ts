import { Webhook } from 'standardwebhooks';
import { contract } from '../src/wire/contract.ts';
import { listOffers } from '../src/wire/offer.ts';
import { session } from '../src/wire/session.ts';
import { contractRequestFor, dallasOffersRequest } from '../test/fixtures/bff.ts';
import { withBff } from './bff.ts';

/** Number of contracts, and number of streams per contract. */
const contracts = 50;
const streamsEach = 4;
/**
 * Statuses that webhooks report for each contract: in `steady`, one contract after the other; in `burst`, all contracts
 * simultaneously.
 */
const rounds = {
  steady: ['viewed', 'signed', 'submitted'],
  burst: ['accepted', 'enrolled', 'flowing'],
} as const;

interface Figures {
  readonly events: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

interface StreamsResult {
  readonly streams: number;
  readonly steady: Figures;
  readonly burst: Figures;
  readonly budgetMilliseconds: number;
}

/**
 * Opens 200 event streams, and sends webhooks that change the statuses of their contracts. Measures the milliseconds
 * from sending a webhook to reading its event on each stream, which includes the webhook request and the write to disk.
 */
export const streams = (): Promise<StreamsResult> =>
  withBff(async ({ origin, credentials, headers: { Authorization: _, ...headers } }) => {
    const post = async (path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> => {
      const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
      const response = await fetch(`${origin}${path}`, init);
      if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
      return response.json();
    };
    const sentAt = new Map<string, number>();
    let latencies: number[] = [];
    const ids: string[] = [];
    const readers: Promise<void>[] = [];
    const streamAbort = new AbortController();
    for (let count = 0; count < contracts; count++) {
      const { token } = session.parse(await post('/v1/sessions', { siteKey: 'pk_test_demo' }));
      const authorized = { Authorization: `Bearer ${token}` };
      const [offer] = listOffers.response.parse(await post('/v1/offers', dallasOffersRequest, authorized)).offers;
      if (!offer) throw new Error('the server returned no offers');
      const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
      const { id } = contract.parse(await post('/v1/contracts', contractRequestFor(offer), key));
      ids.push(id);
      for (let stream = 0; stream < streamsEach; stream++) {
        const opened = await fetch(`${origin}/v1/contracts/${id}/events`, {
          headers: { ...headers, ...authorized },
          signal: streamAbort.signal,
        });
        readers.push(
          readEvents(opened, (status) => {
            const sent = sentAt.get(`${id} ${status}`);
            if (sent !== undefined) latencies.push(performance.now() - sent);
          }),
        );
      }
    }

    const sendWebhook = async (id: string, status: string): Promise<void> => {
      const event = webhook(credentials.webhookSecret, id, status);
      sentAt.set(`${id} ${status}`, performance.now());
      const response = await fetch(`${origin}/webhooks/msc/lonestar/test`, { method: 'POST', ...event });
      if (!response.ok) throw new Error(`the server rejected a webhook with status ${response.status}`);
    };
    /** Sends each status and waits until all streams have received it before sending the next. */
    const measure = async (statuses: readonly string[], sendAll: (status: string) => Promise<void>) => {
      latencies = [];
      for (const [at, status] of statuses.entries()) {
        await sendAll(status);
        const deadline = AbortSignal.timeout(10_000);
        while (latencies.length < contracts * streamsEach * (at + 1)) {
          deadline.throwIfAborted();
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
      return figures(latencies);
    };
    const steady = await measure(rounds.steady, async (status) => {
      for (const id of ids) await sendWebhook(id, status);
    });
    const burst = await measure(rounds.burst, async (status) => {
      await Promise.all(ids.map((id) => sendWebhook(id, status)));
    });
    streamAbort.abort();
    await Promise.allSettled(readers);
    return { streams: contracts * streamsEach, steady, burst, budgetMilliseconds: 1_000 };
  });

function figures(milliseconds: readonly number[]): Figures {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): number => Number((sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(1));
  return { events: sorted.length, p50Milliseconds: at(0.5), p99Milliseconds: at(0.99) };
}

function webhook(secret: string, partnerReference: string, status: string) {
  const id = `evt_${crypto.randomUUID()}`;
  const now = new Date();
  const data = { contractId: 'msc_1', partnerReference, status };
  const event = { id, type: 'contract.status_changed', environment: 'test', occurredAt: now.toISOString(), data };
  const body = JSON.stringify(event);
  return {
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  };
}

async function readEvents(stream: Response, onStatus: (status: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data) onStatus(contract.parse(JSON.parse(data)).status);
    }
  }
}
