import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { contract } from '../src/wire/contract.ts';
import { listOffers } from '../src/wire/offer.ts';
import { session } from '../src/wire/session.ts';
import { contractRequestFor, dallasOffersRequest } from '../test/fixtures/bff.ts';
import { withBff } from './bff.ts';
import { residentKilobytes } from './resident-memory.ts';

const contracts = 834;
const streamsEach = 6;
const concurrency = 8;

export interface ManyStreams {
  readonly streams: number;
  /** Additional memory of the server process per stream. */
  readonly kilobytesEach: number;
  readonly budgetKilobytes: number;
  /**
   * After SIGTERM: the number of streams that received a reconnect delay and then closed, and the time until the
   * process exited.
   */
  readonly reconnectDelays: number;
  readonly secondsToExit: number;
}

/** Opens 5,000 event streams on one process, and measures their memory and how the process shuts down. Linux only. */
export const manyStreams = (): Promise<ManyStreams> =>
  withBff(async ({ origin, headers: { Authorization: _, ...headers }, process }) => {
    const post = async (path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> => {
      const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
      const response = await fetch(`${origin}${path}`, init);
      if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
      return response.json();
    };
    const createContract = async (): Promise<{ readonly id: string; readonly token: string }> => {
      const { token } = session.parse(await post('/v1/sessions', { siteKey: 'pk_test_demo' }));
      const authorized = { Authorization: `Bearer ${token}` };
      const [offer] = listOffers.response.parse(await post('/v1/offers', dallasOffersRequest, authorized)).offers;
      if (!offer) throw new Error('the server returned no offers');
      const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
      return { id: contract.parse(await post('/v1/contracts', contractRequestFor(offer), key)).id, token };
    };
    const created: Awaited<ReturnType<typeof createContract>>[] = [];
    const createContracts = async (): Promise<void> => {
      while (created.length < contracts) created.push(await createContract());
    };
    await Promise.all(Array.from({ length: concurrency }, createContracts));

    const open = async (id: string, token: string): Promise<Socket> => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      socket.write(
        `GET /v1/contracts/${id}/events HTTP/1.1\r\nHost: x\r\nOrigin: http://localhost:9\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      );
      await once(socket, 'data');
      return socket;
    };
    const before = await residentKilobytes(process.pid);
    const sockets: Socket[] = [];
    for (const { id, token } of created.slice(0, contracts)) {
      sockets.push(...(await Promise.all(Array.from({ length: streamsEach }, () => open(id, token)))));
    }
    const after = await residentKilobytes(process.pid);

    let reconnectDelays = 0;
    for (const socket of sockets) {
      socket.on('error', () => {});
      socket.on('data', (chunk: Buffer) => {
        if (/retry: \d+\n/.test(chunk.toString())) reconnectDelays += 1;
      });
    }
    const stoppedAt = performance.now();
    process.signal('SIGTERM');
    await process.exited;
    return {
      streams: sockets.length,
      kilobytesEach: Number(((after - before) / sockets.length).toFixed(1)),
      budgetKilobytes: 25,
      reconnectDelays,
      secondsToExit: Number(((performance.now() - stoppedAt) / 1000).toFixed(1)),
    };
  });

if (import.meta.main) process.stdout.write(`${JSON.stringify(await manyStreams(), null, 2)}\n`);
