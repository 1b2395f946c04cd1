import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What came to a site owner's server. */
export interface Received {
  readonly headers: Headers;
  readonly body: string;
}

/** A site owner's server on this machine, that keeps what comes and answers as it is told to. */
export const startReceiver = async () => {
  const received: Received[] = [];
  let answer = (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(204).end();
  const server = createServer(async (request, response) => {
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    received.push({ headers, body: await text(request) });
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks?key=hidden`,
    port,
    received,
    answers(next: typeof answer) {
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
