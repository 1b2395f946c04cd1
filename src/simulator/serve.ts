import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { getResponse, type RequestHandler } from 'msw';
import { refusal } from './exchange.ts';
import { simulatorHandlers } from './handlers.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export interface SimulatorOptions extends Omit<WorldOptions, 'origin'> {
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on; this machine only unless told otherwise. */
  readonly host?: string | undefined;
  /** Where it is reached, when that is not `http://localhost:<port>`. */
  readonly origin?: string | undefined;
}

export interface Simulator {
  readonly origin: string;
  readonly world: World;
  /** Ends timers, open streams and connections. A second close is the first. */
  close(): Promise<void>;
}

const largestBody = 1024 * 1024;
/** A file handed in, and a little: what is too large is the handler's to refuse. */
const largestFile = 12 * 1024 * 1024;

/**
 * The stand-in behind a port: the same handlers a test gives to MSW, over plain HTTP.
 *
 * @example
 * const credentials = await createDemoCredentials('demo', 'test');
 * const simulator = await startSimulator({ port: 0, partners: [partnerOf(credentials)] });
 * // base URL: `${simulator.origin}/msc/test`
 * await simulator.close();
 */
export async function startSimulator({ port, host = '127.0.0.1', ...options }: SimulatorOptions): Promise<Simulator> {
  let handlers: RequestHandler[] = [];
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, origin, handlers).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address ? address.port : port;
  origin = options.origin ?? `http://localhost:${listening}`;
  const world = createWorld({ ...options, origin });
  handlers = simulatorHandlers(world);

  let closed: Promise<void> | undefined;
  return {
    origin,
    world,
    close() {
      closed ??= new Promise((resolve) => {
        world.close();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  handlers: RequestHandler[],
): Promise<void> {
  const body = await readBody(incoming, /\/v1\/documents(\?|$)/.test(incoming.url ?? '') ? largestFile : largestBody);
  const response =
    body === undefined
      ? refusal(413, 'body_too_large', 'This request body is too large.')
      : ((await getResponse(handlers, asRequest(incoming, origin, body))) ??
        refusal(404, 'not_found', 'There is nothing at this address.'));

  if (body === undefined) outgoing.setHeader('connection', 'close');
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body) await pipeline(response.body, outgoing);
  else outgoing.end();
}

/** The request's URL is the simulator's own, whatever Host says: the handlers know no other. */
function asRequest(incoming: IncomingMessage, origin: string, body: Buffer<ArrayBuffer>): Request {
  const { method = 'GET', url = '/' } = incoming;
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(origin + url, { method, headers, ...(hasBody ? { body } : {}) });
}

/** Undefined when it is larger than allowed. */
async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) {
      incoming.resume();
      return undefined;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
