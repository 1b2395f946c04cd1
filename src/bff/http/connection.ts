import { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'hono';

/** The connection's other end; undefined where there is no connection, as in a test without a server. */
export const remoteAddress = (context: Context): string | undefined => incomingOf(context)?.socket.remoteAddress;

function incomingOf({ env }: { readonly env: unknown }): IncomingMessage | undefined {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined;
  return env.incoming instanceof IncomingMessage ? env.incoming : undefined;
}

/** Node's own response; undefined where there is no connection. */
export function outgoingOf({ env }: { readonly env: unknown }): ServerResponse | undefined {
  if (typeof env !== 'object' || env === null || !('outgoing' in env)) return undefined;
  return env.outgoing instanceof ServerResponse ? env.outgoing : undefined;
}
