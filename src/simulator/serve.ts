import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { getResponse, type RequestHandler } from 'msw';
import { agreementControlHandlers } from './agreements/agreement-control-handlers.ts';
import { agreementHandlers, tokenHandlers } from './agreements/agreement-handlers.ts';
import { agreementPages } from './agreements/agreement-pages.ts';
import { botCheckHandlers } from './bot-check/bot-check-handlers.ts';
import { contractingHandlers } from './contracting/contracting-handlers.ts';
import { controlHandlers } from './control/control-handlers.ts';
import { documentUploadHandlers } from './documents/document-upload-handlers.ts';
import { pricingHandlers } from './pricing/pricing-handlers.ts';
import { errorResponse } from './request-context.ts';
import { ceremonyHandlers } from './signing/ceremony-handlers.ts';
import { documentHandlers } from './signing/document-handlers.ts';
import { staticHandlers } from './signing/static-handlers.ts';
import { createSimulatorState, type SimulatorState, type SimulatorStateOptions } from './simulator-state.ts';

export interface SimulatorOptions extends Omit<SimulatorStateOptions, 'origin'> {
  /** Port to listen on. 0 selects any free port. */
  readonly port: number;
  /** Address to listen on. Default: loopback only. */
  readonly host?: string | undefined;
  /** Public origin, if it is not `http://localhost:<port>`. */
  readonly origin?: string | undefined;
}

export interface Simulator {
  readonly origin: string;
  readonly state: SimulatorState;
  /** Stops timers and closes open streams and connections. Idempotent. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1024 * 1024;
/**
 * The maximum size of a document plus a margin, so that the handler itself can reject a document that is slightly too
 * large.
 */
const MAX_FILE_BYTES = 12 * 1024 * 1024;

/**
 * Serves the simulator's MSW handlers over plain HTTP.
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
  // A client receives an error if it sends a request on an idle connection that the server is closing. The long timeout
  // makes this unlikely.
  const server = createServer({ keepAliveTimeout: 65_000 }, (nodeRequest, nodeResponse) => {
    void handleRequest(nodeRequest, nodeResponse, origin, handlers).catch(() => nodeResponse.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  origin = options.origin ?? `http://localhost:${actualPort}`;
  const state = createSimulatorState({ ...options, origin });
  handlers = simulatorHandlers(state);

  let closePromise: Promise<void> | undefined;
  return {
    origin,
    state,
    close() {
      closePromise ??= new Promise((resolve) => {
        state.close();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closePromise;
    },
  };
}

async function handleRequest(
  nodeRequest: IncomingMessage,
  nodeResponse: ServerResponse,
  origin: string,
  handlers: RequestHandler[],
): Promise<void> {
  const body = await readBody(
    nodeRequest,
    /\/v1\/documents(\?|$)/.test(nodeRequest.url ?? '') ? MAX_FILE_BYTES : MAX_BODY_BYTES,
  );
  const response =
    body === undefined
      ? errorResponse(413, 'body_too_large', 'This request body is too large.')
      : ((await getResponse(handlers, toFetchRequest(nodeRequest, origin, body))) ??
        errorResponse(404, 'not_found', 'There is no resource at this URL.'));

  if (body === undefined) nodeResponse.setHeader('connection', 'close');
  nodeResponse.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body) await pipeline(response.body, nodeResponse);
  else nodeResponse.end();
}

/** Uses the simulator's origin and ignores the Host header, because the handlers match only the simulator's origin. */
function toFetchRequest(nodeRequest: IncomingMessage, origin: string, body: Buffer<ArrayBuffer>): Request {
  const { method = 'GET', url = '/' } = nodeRequest;
  const headers = Object.entries(nodeRequest.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(origin + url, { method, headers, ...(hasBody ? { body } : {}) });
}

/** @returns undefined if the body exceeds `maxBytes` */
async function readBody(nodeRequest: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of nodeRequest.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) {
      nodeRequest.resume();
      return undefined;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/**
 * The whole simulator as MSW handlers, for `setupServer` in a test. `startSimulator` serves them on a port.
 *
 * @example
 * const state = createSimulatorState({ partners, origin: 'http://msc.example' });
 * setupServer(...simulatorHandlers(state)).listen();
 */
export const simulatorHandlers = (state: SimulatorState): RequestHandler[] => [
  ...pricingHandlers(state),
  ...contractingHandlers(state),
  ...documentUploadHandlers(state),
  ...ceremonyHandlers(state),
  ...staticHandlers(state),
  ...documentHandlers(state),
  ...tokenHandlers(state),
  ...agreementHandlers(state),
  ...agreementPages(state),
  ...agreementControlHandlers(state),
  ...botCheckHandlers(state),
  ...controlHandlers(state),
];
