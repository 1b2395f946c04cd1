import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { contract } from '../src/wire/contract.ts';
import { listOffers } from '../src/wire/offer.ts';
import { session } from '../src/wire/session.ts';
import { contractRequestFor, dallasOffersRequest } from '../test/fixtures/bff.ts';
import { withBff } from './bff.ts';
import { residentKilobytes } from './resident-memory.ts';

const contracts = 834;
/** Maximum number of streams per session. */
const streamsEach = 6;
const atATime = 8;

export interface ManyStreams {
  readonly streams: number;
  /** Additional memory of the server process per stream. */
  readonly kilobytesEach: number;
  readonly budgetKilobytes: number;
  /**
   * After SIGTERM: the number of streams that received a reconnect delay and then closed, and the time until the
   * process exited.
   */
  readonly toldToComeBack: number;
  readonly secondsToLeave: number;
}

/** Opens 5,000 event streams on one process, and measures their memory and how the process shuts down. Linux only. */
export const manyStreams = (): Promise<ManyStreams> =>
  withBff(async ({ origin, headers: { Authorization: _, ...headers }, process }) => {
    const ask = async (path: string, body: unknown, more: Record<string, string> = {}): Promise<unknown> => {
      const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
      const answer = await fetch(`${origin}${path}`, init);
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
      return answer.json();
    };
    const make = async (): Promise<{ readonly id: string; readonly token: string }> => {
      const { token } = session.parse(await ask('/v1/sessions', { siteKey: 'pk_test_demo' }));
      const authorized = { Authorization: `Bearer ${token}` };
      const [offer] = listOffers.response.parse(await ask('/v1/offers', dallasOffersRequest, authorized)).offers;
      if (!offer) throw new Error('no offer');
      const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
      return { id: contract.parse(await ask('/v1/contracts', contractRequestFor(offer), key)).id, token };
    };
    const made: Awaited<ReturnType<typeof make>>[] = [];
    const makeSome = async (): Promise<void> => {
      while (made.length < contracts) made.push(await make());
    };
    await Promise.all(Array.from({ length: atATime }, makeSome));

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
    for (const { id, token } of made.slice(0, contracts)) {
      sockets.push(...(await Promise.all(Array.from({ length: streamsEach }, () => open(id, token)))));
    }
    const after = await residentKilobytes(process.pid);

    let told = 0;
    for (const socket of sockets) {
      socket.on('error', () => {});
      socket.on('data', (chunk: Buffer) => {
        if (/retry: \d+\n/.test(chunk.toString())) told += 1;
      });
    }
    const left = performance.now();
    process.signal('SIGTERM');
    await process.exited;
    return {
      streams: sockets.length,
      kilobytesEach: Number(((after - before) / sockets.length).toFixed(1)),
      budgetKilobytes: 25,
      toldToComeBack: told,
      secondsToLeave: Number(((performance.now() - left) / 1000).toFixed(1)),
    };
  });

if (import.meta.main) process.stdout.write(`${JSON.stringify(await manyStreams(), null, 2)}\n`);
