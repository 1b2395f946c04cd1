import { Webhook } from 'standardwebhooks';
import { contract } from '../src/wire/contract.ts';
import { listOffers } from '../src/wire/offer.ts';
import { session } from '../src/wire/session.ts';
import { contractRequestFor, dallasOffersRequest } from '../test/fixtures/bff.ts';
import { withBff } from './bff.ts';

/** Number of contracts, and number of streams per contract. */
const contracts = 50;
const streamsEach = 4;
/** Statuses that webhooks report for each contract: first one contract after the other, then all simultaneously. */
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
 * Opens 200 event streams, and sends webhooks that change their contracts. Measures the milliseconds from sending a
 * webhook to reading its event on each stream, which includes the webhook request and the write to disk.
 */
export const streams = (): Promise<StreamsResult> =>
  withBff(async ({ origin, credentials, headers: { Authorization: _, ...headers } }) => {
    const ask = async (path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> => {
      const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
      const answer = await fetch(`${origin}${path}`, init);
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
      return answer.json();
    };
    const sentAt = new Map<string, number>();
    let took: number[] = [];
    const ids: string[] = [];
    const reading: Promise<void>[] = [];
    const ending = new AbortController();
    for (let count = 0; count < contracts; count++) {
      const { token } = session.parse(await ask('/v1/sessions', { siteKey: 'pk_test_demo' }));
      const authorized = { Authorization: `Bearer ${token}` };
      const [offer] = listOffers.response.parse(await ask('/v1/offers', dallasOffersRequest, authorized)).offers;
      if (!offer) throw new Error('no offer');
      const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
      const { id } = contract.parse(await ask('/v1/contracts', contractRequestFor(offer), key));
      ids.push(id);
      for (let stream = 0; stream < streamsEach; stream++) {
        const opened = await fetch(`${origin}/v1/contracts/${id}/events`, {
          headers: { ...headers, ...authorized },
          signal: ending.signal,
        });
        reading.push(
          readEvents(opened, (status) => {
            const sent = sentAt.get(`${id} ${status}`);
            if (sent !== undefined) took.push(performance.now() - sent);
          }),
        );
      }
    }

    const tell = async (id: string, status: string): Promise<void> => {
      const event = webhook(credentials.webhookSecret, id, status);
      sentAt.set(`${id} ${status}`, performance.now());
      const answer = await fetch(`${origin}/webhooks/msc/lonestar/test`, { method: 'POST', ...event });
      if (!answer.ok) throw new Error(`a webhook was answered with ${answer.status}`);
    };
    /** Sends each status and waits until all streams have received it before sending the next. */
    const measure = async (statuses: readonly string[], tellAll: (status: string) => Promise<void>) => {
      took = [];
      for (const [at, status] of statuses.entries()) {
        await tellAll(status);
        const deadline = AbortSignal.timeout(10_000);
        while (took.length < contracts * streamsEach * (at + 1)) {
          deadline.throwIfAborted();
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
      return figures(took);
    };
    const steady = await measure(rounds.steady, async (status) => {
      for (const id of ids) await tell(id, status);
    });
    const burst = await measure(rounds.burst, async (status) => {
      await Promise.all(ids.map((id) => tell(id, status)));
    });
    ending.abort();
    await Promise.allSettled(reading);
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

/** Calls back with each status read from the stream. */
async function readEvents(stream: Response, heard: (status: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data) heard(contract.parse(JSON.parse(data)).status);
    }
  }
}
