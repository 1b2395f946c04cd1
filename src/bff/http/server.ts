import type { Server } from 'node:http';
import { BlockList } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { toRateLimitAddress } from './ip-address.ts';

/** A listening server. */
export interface RunningServer {
  readonly port: number;
  /**
   * Stops accepting connections, completes requests in progress, and aborts those that remain after `graceMs`.
   * Resolves when all connections are closed.
   */
  close(graceMs?: number): Promise<void>;
}

/**
 * Serves an app on a port, with limits on everything that a connection can consume: header size, time for headers and
 * request, idle time, number of connections.
 */
export const listen = (
  app: Hono,
  options: {
    readonly port: number;
    readonly host?: string | undefined;
    readonly maxConnectionsPerAddress?: number | undefined;
    /** Exempt from `maxConnectionsPerAddress`. */
    readonly trustedProxies?: BlockList | undefined;
  },
): Promise<RunningServer> =>
  new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: (request, env) => (isAcceptableUrl(env.incoming.url ?? '') ? app.fetch(request, env) : badUrl()),
        port: options.port,
        ...(options.host ? { hostname: options.host } : {}),
        serverOptions: {
          maxHeaderSize: 16_384,
          headersTimeout: 10_000,
          // Enough for a file of 10 MB over a slow connection. Other bodies are limited to 30 seconds in
          // `request-body.ts`.
          requestTimeout: 120_000,
          keepAliveTimeout: 10_000,
          // How often timeouts are checked. Node's default of 30 seconds would delay them by up to that time.
          connectionsCheckingInterval: 2_000,
        },
      },
      ({ port }) => resolve({ port, close: (graceMs = 2_000) => close(server as Server, graceMs) }),
    ) as Server;
    // Leaves room for long-lived event streams (5,000 per site by default) in addition to ordinary requests.
    server.maxConnections = 10_000;
    server.maxHeadersCount = 64;
    limitConnections(
      server,
      options.maxConnectionsPerAddress ?? MAX_CONNECTIONS_PER_ADDRESS,
      options.trustedProxies ?? new BlockList(),
    );
    server.once('error', reject);
  });

/** The longest URLs are those of documents and signing returns, with fewer than 1,000 characters. */
const MAX_URL_LENGTH = 2_048;

/**
 * Checked before the router, which decodes invalid escapes piece by piece: a URL of 15 kB would take 30 ms. A NUL would
 * be an error in PostgreSQL. Invalid escapes in the query are accepted, because the options of a script tag may be there.
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

const badUrl = (): Response => new Response('Bad Request', { status: 400, headers: { 'Cache-Control': 'no-store' } });

/** Twice as many as the event streams that one address may open. An office may share one address. */
const MAX_CONNECTIONS_PER_ADDRESS = 400;

/** Closes further connections of an address, so that half-open ones of one client cannot use up all connections. */
function limitConnections(server: Server, maxPerAddress: number, trustedProxies: BlockList): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket) => {
    const { remoteAddress = '', remoteFamily } = socket;
    if (trustedProxies.check(remoteAddress, remoteFamily === 'IPv6' ? 'ipv6' : 'ipv4')) return;
    const address = toRateLimitAddress(remoteAddress);
    const count = (counts.get(address) ?? 0) + 1;
    if (count > maxPerAddress) {
      socket.destroy();
      return;
    }
    counts.set(address, count);
    socket.once('close', () => {
      const remaining = (counts.get(address) ?? 1) - 1;
      if (remaining > 0) counts.set(address, remaining);
      else counts.delete(address);
    });
  });
}

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

/** Creates the shutdown state of one server. */
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
