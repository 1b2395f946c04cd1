import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { BlockList, Socket } from 'node:net';
import { LRUCache } from 'lru-cache';
import { limitBodyChunks } from './body-chunks.ts';
import { type RateLimitNetwork, toRateLimitNetworks } from './ip-address.ts';

export interface ConnectionLimitOptions {
  readonly maxPerAddress: number;
  /** Maximum open connections of the whole server. */
  readonly maxConnections: number;
  /** Proxies that are exempt from the limits, because all customers share their connections. */
  readonly trustedProxies: BlockList;
  readonly blockMs: number;
  readonly onBlock: (network: string) => void;
}

/** Decides which connections and requests are served at all, before the app is called. */
export interface ConnectionLimits {
  /** Whether to serve a request. Call it for each request. If it returns false, ignore the request. */
  admit(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
  /** Decides whether the connection closes after a response. Call it with the status before the response is sent. */
  respond(incoming: IncomingMessage, outgoing: ServerResponse, status: number): void;
}

/**
 * The connection ends when this many of its requests have waited behind others. Browsers and proxies do not pipeline,
 * but a request that is sent while the end of a large response is still on its way also counts as waiting.
 */
const MAX_PIPELINED = 2;

/** The share of all connections that one network may have, so that one network cannot use up all connections. */
const MAX_NETWORK_SHARE = 0.25;

/**
 * An address is blocked after this many refusals within the window. A client that respects `Retry-After` causes few
 * refusals.
 */
const MAX_REFUSALS = 300;
const REFUSAL_WINDOW_MS = 10_000;
/**
 * How many bytes of a body in tiny chunks Node parses in the time that one request takes. Node has received up to 64 kB
 * before we can stop it, and parses all of them, which takes 15 ms if each chunk has one byte.
 */
const BYTES_PER_REFUSAL = 768;
const MAX_RECEIVED_BYTES = 64 * 1024;

/**
 * How many new connections from a blocked address are served per second: enough for other clients that share the
 * address, unless the blocked client also opens a flood of connections.
 */
const MAX_CONNECTIONS_WHILE_BLOCKED = 5;

const MAX_TRACKED = 10_000;

interface Connection {
  /** Empty for a trusted proxy. */
  readonly networks: readonly RateLimitNetwork[];
  /** Total number of requests that waited behind others. */
  pipelined: number;
  /** Bytes received with earlier requests. */
  bytesBefore: number;
  /** Whether no further requests are served. */
  isEnding: boolean;
  lastRequest: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse } | undefined;
}

/**
 * Limits connections, pipelined requests and chunks of bodies. An address that keeps sending requests far over its
 * limit is blocked for a short time. All but a few of its new connections are then closed immediately, which costs less
 * than a response. Its open connections without a request in progress are closed too.
 */
export function createConnectionLimits(server: Server, options: ConnectionLimitOptions): ConnectionLimits {
  const { maxPerAddress, maxConnections, trustedProxies, onBlock } = options;
  const connections = new WeakMap<Socket, Connection>();
  const open = new Map<string, Set<Socket>>();
  const refusals = new LRUCache<string, number>({ max: MAX_TRACKED, ttl: REFUSAL_WINDOW_MS, noUpdateTTL: true });
  const blocked = new LRUCache<string, true>({ max: MAX_TRACKED, ttl: options.blockMs });
  const served = new LRUCache<string, number>({ max: MAX_TRACKED, ttl: 1_000, noUpdateTTL: true });
  const limitOf = ({ factor }: RateLimitNetwork): number =>
    Math.max(maxPerAddress, Math.min(maxPerAddress * factor, maxConnections * MAX_NETWORK_SHARE));

  /** Whether to close a new connection. Counts the connections that are served while their address is blocked. */
  function isBlocked(name: string): boolean {
    if (!blocked.has(name)) return false;
    const count = served.get(name) ?? 0;
    served.set(name, count + 1);
    return count >= MAX_CONNECTIONS_WHILE_BLOCKED;
  }

  server.on('connection', (socket) => {
    const networks = networksOf(socket, trustedProxies);
    const isOverLimit = (network: RateLimitNetwork): boolean =>
      isBlocked(network.name) || (open.get(network.name)?.size ?? 0) >= limitOf(network);
    if (networks.some(isOverLimit)) {
      socket.destroy();
      return;
    }
    connections.set(socket, { networks, pipelined: 0, bytesBefore: 0, isEnding: false, lastRequest: undefined });
    for (const { name } of networks) {
      const sockets = open.get(name) ?? new Set();
      open.set(name, sockets.add(socket));
    }
    socket.once('close', () => {
      for (const { name } of networks) {
        const sockets = open.get(name);
        sockets?.delete(socket);
        if (!sockets?.size) open.delete(name);
      }
    });
  });

  function block({ name }: RateLimitNetwork): void {
    blocked.set(name, true);
    refusals.delete(name);
    onBlock(name);
    // Closes these connections before their requests are parsed.
    for (const socket of open.get(name) ?? []) if (!isInProgress(connections.get(socket))) socket.destroy();
  }

  function refuse(socket: Socket, cost = 1): void {
    for (const network of connections.get(socket)?.networks ?? []) {
      // Requests that a blocked address still sends do not count against its neighbors.
      if (blocked.has(network.name)) return;
      const count = (refusals.get(network.name) ?? 0) + cost;
      if (count >= MAX_REFUSALS * network.factor) {
        block(network);
        return;
      }
      refusals.set(network.name, count);
    }
  }

  return {
    admit(incoming, outgoing) {
      const { socket } = incoming;
      const connection = connections.get(socket);
      if (!connection) return !socket.destroyed;
      if (connection.isEnding) {
        if (!socket.destroyed) refuse(socket);
        return false;
      }
      // Node assigns the connection to a response only when the previous response has been sent.
      if (outgoing.socket === null && ++connection.pipelined >= MAX_PIPELINED) {
        connection.isEnding = true;
        outgoing.shouldKeepAlive = false;
        // Node resumes the connection if the body of this request is read.
        socket.pause();
      }
      connection.lastRequest = { incoming, outgoing };
      // Stops receiving the body until a handler reads it. Most refused requests are never read.
      if (isChunked(incoming)) socket.pause();
      limitBodyChunks(incoming, outgoing, () => {
        connection.isEnding = true;
        refuse(socket, 1 + parsingCost(connection, socket));
      });
      return true;
    },
    respond(incoming, outgoing, status) {
      const connection = connections.get(incoming.socket);
      if (!connection) return;
      if (incoming.complete) connection.bytesBefore = incoming.socket.bytesRead;
      const isRefused = status === 429 && connection.networks.length > 0;
      if (isRefused) refuse(incoming.socket);
      if (!endsConnection(incoming, status, isRefused)) return;
      connection.isEnding = true;
      outgoing.shouldKeepAlive = false;
      if (incoming.complete) return;
      if (isChunked(incoming)) refuse(incoming.socket, parsingCost(connection, incoming.socket));
      // Otherwise, Node would keep receiving the body until the other side also closes the connection.
      outgoing.once('finish', () => incoming.socket.destroy());
    },
  };
}

function networksOf(
  { remoteAddress = '', remoteFamily }: Socket,
  trustedProxies: BlockList,
): readonly RateLimitNetwork[] {
  const isTrusted = trustedProxies.check(remoteAddress, remoteFamily === 'IPv6' ? 'ipv6' : 'ipv4');
  return isTrusted ? [] : toRateLimitNetworks(remoteAddress);
}

/** The cost of the current request's chunked body, whether or not a handler reads it. */
const parsingCost = ({ bytesBefore }: Connection, { bytesRead }: Socket): number =>
  Math.floor(Math.min(bytesRead - bytesBefore, MAX_RECEIVED_BYTES) / BYTES_PER_REFUSAL);

/**
 * Whether to close the connection after the response. The rest of a body with a Content-Length is read and discarded
 * for up to half a second, so that a browser receives the response instead of a reset connection (RFC 9112 section
 * 9.6). A chunked body is not read, because discarding chunks costs the server more than sending them costs the client.
 */
function endsConnection(incoming: IncomingMessage, status: number, isRefused: boolean): boolean {
  if (incoming.complete) return isRefused;
  // No browser sends a body with GET.
  return status === 408 || isChunked(incoming) || incoming.method === 'GET' || incoming.method === 'HEAD';
}

const isChunked = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined;

/**
 * Whether the connection has a request in progress, which may come from another customer with the same address. A
 * request whose chunked body is still being received does not count, because keeping its connection is not worth the
 * risk.
 */
function isInProgress(connection: Connection | undefined): boolean {
  const { lastRequest, isEnding = false } = connection ?? {};
  if (!lastRequest || isEnding || lastRequest.outgoing.writableFinished) return false;
  return lastRequest.incoming.complete || !isChunked(lastRequest.incoming);
}
