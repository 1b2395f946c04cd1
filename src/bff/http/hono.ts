import { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Hono } from 'hono';

/** Converts a path from the endpoint table to Hono's syntax: `/v1/contracts/{id}` → `/v1/contracts/:id`. */
export const toHonoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/**
 * Returns the methods that have a route at a path, for `Allow` (RFC 9110 section 10.2.1). Empty when no route matches.
 */
export function createAllowedMethods(app: Hono): (path: string) => readonly string[] {
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`),
    }));
  return (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
}

/** The client's address; undefined without a connection, as in a test without a server. */
export const remoteAddress = (context: Context): string | undefined => incomingOf(context)?.socket.remoteAddress;

export function isClientDisconnected(context: Context): boolean {
  const incoming = incomingOf(context);
  return incoming?.destroyed === true && !incoming.complete;
}

function incomingOf({ env }: { readonly env: unknown }): IncomingMessage | undefined {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined;
  return env.incoming instanceof IncomingMessage ? env.incoming : undefined;
}

/** Node's response object; undefined without a connection. */
export function outgoingOf({ env }: { readonly env: unknown }): ServerResponse | undefined {
  if (typeof env !== 'object' || env === null || !('outgoing' in env)) return undefined;
  return env.outgoing instanceof ServerResponse ? env.outgoing : undefined;
}
