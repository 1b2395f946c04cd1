import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { contract } from '../../src/wire/contract.ts';
import { siteOf } from './partners-file.ts';

export async function openEventStream(
  origin: string,
  token: string,
  id: string,
  lastEventId?: string,
): Promise<{ readonly socket: Socket; text(): string }> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const headers = [
    `GET /v1/contracts/${id}/events HTTP/1.1`,
    'Host: x',
    `Origin: ${siteOf('lonestar').origin}`,
    `Authorization: Bearer ${token}`,
    ...(lastEventId === undefined ? [] : [`Last-Event-ID: ${lastEventId}`]),
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  return { socket, text: () => text };
}

/**
 * Returns only complete events, which end with an empty line. Ignores the chunk lengths of the chunked encoding.
 */
export const eventsOf = (text: string) =>
  text
    .replace(/\r\n[0-9a-f]+\r\n/g, '')
    .split('\n\n')
    .slice(0, -1)
    .flatMap((event) => {
      const id = /^id: (\d+)$/m.exec(event)?.[1];
      const data = /^data: (.*)$/m.exec(event)?.[1];
      return id && data ? [{ id, contract: contract.parse(JSON.parse(data)) }] : [];
    });
