import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, BlockList } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { createConnectionLimits } from './connection-limits.ts';

export interface RunningServer {
  readonly port: number;
  /**
   * Stops accepting connections, completes requests in progress, and aborts those that remain after `graceMs`.
   * Resolves when all connections are closed.
   */
  close(graceMs?: number): Promise<void>;
}

interface ListenOptions {
  readonly port: number;
  readonly host?: string | undefined;
  readonly maxConnectionsPerAddress?: number | undefined;
  /** Proxies that are exempt from the limits per address. */
  readonly trustedProxies?: BlockList | undefined;
  readonly blockMs?: number | undefined;
  readonly onBlock?: ((network: string) => void) | undefined;
}

/**
 * Serves an app on a port, with limits on everything that a connection can consume: header size, time for headers and
 * request, idle time, number of connections, pipelined requests, and chunks of a body.
 */
export const listen = (app: Hono, options: ListenOptions): Promise<RunningServer> =>
  new Promise((resolve, reject) => {
    const server = createServer({
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      // Enough for a file of 10 MB over a slow connection. Other bodies are limited to 30 seconds in
      // `request-body.ts`.
      requestTimeout: 120_000,
      keepAliveTimeout: 10_000,
      // How often timeouts are checked. Node's default of 30 seconds would delay them by up to that time.
      connectionsCheckingInterval: 2_000,
      // Otherwise, Node would respond to a request without `Host` before our limits apply: see `rejectUnserved`.
      requireHostHeader: false,
    });
    server.maxConnections = MAX_CONNECTIONS;
    server.maxHeadersCount = 64;
    serveRequests(server, app, options);
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      const { port } = server.address() as AddressInfo; // A server that listens on a port has an address of this type.
      resolve({ port, close: (graceMs = 2_000) => close(server, graceMs) });
    });
  });

/** Leaves room for long-lived event streams (5,000 per site by default) in addition to ordinary requests. */
const MAX_CONNECTIONS = 10_000;

/** Maximum connections of one address: twice as many as its event streams. An office may share one address. */
const MAX_CONNECTIONS_PER_ADDRESS = 400;

/**
 * How long an address is blocked: long enough that its connections cost almost nothing, and short enough for other
 * clients that share the address.
 */
const BLOCK_MS = 10_000;

function serveRequests(server: Server, app: Hono, options: ListenOptions): void {
  const limits = createConnectionLimits(server, {
    maxPerAddress: options.maxConnectionsPerAddress ?? MAX_CONNECTIONS_PER_ADDRESS,
    maxConnections: MAX_CONNECTIONS,
    trustedProxies: options.trustedProxies ?? new BlockList(),
    blockMs: options.blockMs ?? BLOCK_MS,
    onBlock: options.onBlock ?? (() => {}),
  });
  const respond = getRequestListener((request, env) => {
    const { incoming, outgoing } = env as HttpBindings; // The server does not speak HTTP/2.
    const finish = (response: Response): Response => {
      limits.respond(incoming, outgoing, response.status);
      return response;
    };
    const response = app.fetch(request, env);
    return response instanceof Promise ? response.then(finish) : finish(response);
  });
  /** Responds to a request that the app cannot serve. The request counts as refused, and its connection ends. */
  function rejectUnserved(incoming: IncomingMessage, outgoing: ServerResponse, status: 400 | 417): void {
    if (!limits.admit(incoming, outgoing)) return;
    limits.respond(incoming, outgoing, 429);
    outgoing.writeHead(status, { Connection: 'close', 'Content-Length': 0 }).end();
  }
  server.on('request', (incoming, outgoing) => {
    if (!isAcceptableUrl(incoming.url ?? '') || !isAcceptableHost(incoming))
      return rejectUnserved(incoming, outgoing, 400);
    if (limits.admit(incoming, outgoing)) void respond(incoming, outgoing);
  });
  // Rejects an expectation other than `100-continue` (RFC 9110 section 10.1.1).
  server.on('checkExpectation', (incoming, outgoing) => rejectUnserved(incoming, outgoing, 417));
}

/** The longest URLs, for documents and signing returns, have fewer than 1,000 characters. */
const MAX_URL_LENGTH = 2_048;

/**
 * Whether the router may receive the URL. The router decodes invalid escapes piece by piece: a URL of 15 kB would take
 * 30 ms. A NUL would cause an error in PostgreSQL. Invalid escapes in the query are accepted, because it may contain
 * the options of a script tag.
 */
function isAcceptableUrl(url: string): boolean {
  if (url.length > MAX_URL_LENGTH) return false;
  try {
    const [path = ''] = url.split('?', 1);
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

/** A host name or IP address, with or without a port. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Whether the host is valid (RFC 9112 section 3.2). Hono would reject other requests itself, before our limits apply.
 */
const isAcceptableHost = ({ headers: { host } }: IncomingMessage): boolean =>
  host !== undefined && HOST.test(host) && URL.canParse(`http://${host}`);

/** How often to close keep-alive connections that have become idle after their response. */
const IDLE_CHECK_MS = 50;

const close = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const idleTimer = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    const forceCloseTimer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(idleTimer);
      clearTimeout(forceCloseTimer);
      resolve();
    });
    server.closeIdleConnections();
  });

/**
 * The shutdown of a server. While draining, the server reports that it is not ready, so that the load balancer stops
 * sending requests. While closing, it accepts no connections and ends its event streams, so that clients reconnect to
 * another server. Requests in progress are completed.
 */
export interface GracefulShutdown {
  readonly isDraining: boolean;
  readonly isClosing: boolean;
  drain(): void;
  close(): void;
  /**
   * Calls `listener` when streams must end, immediately if the server is already closing.
   *
   * @returns a function that removes the listener
   */
  onClose(listener: () => void): () => void;
}

export function createGracefulShutdown(): GracefulShutdown {
  const listeners = new Set<() => void>();
  let isDraining = false;
  let isClosing = false;
  return {
    get isDraining() {
      return isDraining;
    },
    get isClosing() {
      return isClosing;
    },
    drain() {
      isDraining = true;
    },
    close() {
      isDraining = true;
      isClosing = true;
      for (const listener of listeners) listener();
    },
    onClose(listener) {
      listeners.add(listener);
      if (isClosing) listener();
      return () => listeners.delete(listener);
    },
  };
}
