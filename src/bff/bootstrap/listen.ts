import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** A server that listens, and how to end it. */
export interface RunningServer {
  readonly port: number;
  /**
   * Takes no new connection, lets what is under way be finished, and breaks off what is not after `graceMs`. Resolves
   * when no connection is left.
   */
  close(graceMs?: number): Promise<void>;
}

/**
 * Puts an app on a port with limits on everything a connection can cost: header size, time for headers and request, idle
 * time, number of connections.
 */
export const listen = (
  app: Hono,
  options: { readonly port: number; readonly host?: string | undefined },
): Promise<RunningServer> =>
  new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        port: options.port,
        ...(options.host ? { hostname: options.host } : {}),
        serverOptions: {
          maxHeaderSize: 16_384,
          headersTimeout: 10_000,
          // A file of 10 MB over a slow line; what is no file has 30 seconds in `request-body.ts`.
          requestTimeout: 120_000,
          keepAliveTimeout: 10_000,
          // How often those times are looked at: Node's own half a minute would add to them.
          connectionsCheckingInterval: 2_000,
        },
      },
      ({ port }) => resolve({ port, close: (graceMs = 2_000) => close(server as Server, graceMs) }),
    ) as Server;
    // Event streams stay open: five thousand, and room for requests.
    server.maxConnections = 10_000;
    server.maxHeadersCount = 64;
    server.once('error', reject);
  });

/** A connection that is kept alive is idle as soon as its answer is sent: it is ended then. */
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
