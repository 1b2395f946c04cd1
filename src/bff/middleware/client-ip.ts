import { createHmac } from 'node:crypto';
import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net';
import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { AppContext } from '../app-context.ts';
import { type Keys, requestHashes } from '../encryption/server-keys.ts';
import { remoteAddress } from '../http/hono.ts';
import { toRateLimitAddress, toRateLimitNetworks, unmapIpv4 } from '../http/ip-address.ts';
import type { Log } from '../log.ts';

/** Parses a list of trusted proxies such as `10.0.0.0/8, 192.0.2.7`; undefined if it is invalid. */
export function parseTrustedProxies(text: string): BlockList | undefined {
  const list = new BlockList();
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [, net = '', bits] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const [family, maxBits] = isIPv4(net) ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
    if (!isIP(net) || Number(bits ?? 0) > maxBits) return undefined;
    if (bits === undefined) list.addAddress(net, family);
    else list.addSubnet(net, Number(bits), family);
  }
  return list;
}

/**
 * The client's IP address: the peer of the connection or, behind trusted proxies, the last address in
 * `X-Forwarded-For` that is not a trusted proxy. Clients can forge everything before that address. An IPv6 address is
 * reduced to its /64, which belongs to one household or host.
 *
 * @returns `unknown` without a connection, as in a test without a server
 */
export const clientIp = (context: Context, trustedProxies: BlockList): string =>
  toRateLimitAddress(fullClientIp(context, trustedProxies));

function fullClientIp(context: Context, trustedProxies: BlockList): string {
  let address = unmapIpv4(remoteAddress(context) ?? '');
  if (!address || !isTrusted(trustedProxies, address)) return address;
  // Only the last entries can come from trusted proxies. Parsing thousands of forged entries would take longer than the
  // request.
  const forwardedFor = context.req.header('X-Forwarded-For')?.split(',').slice(-MAX_PROXIES) ?? [];
  while (forwardedFor.length && isTrusted(trustedProxies, address)) {
    const next = parseForwardedAddress(forwardedFor.pop() ?? '');
    // The proxy sent no valid address, so its own address is used.
    if (next === undefined) break;
    address = next;
  }
  return address;
}

/** Maximum number of proxies: more than any request passes through. */
const MAX_PROXIES = 20;

const isTrusted = (trustedProxies: BlockList, address: string): boolean =>
  trustedProxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/**
 * Parses one entry of `X-Forwarded-For`. Some proxies add the port: `198.51.100.7:50123`, `[2001:db8::7]:50123`.
 *
 * @returns undefined if it is not an IP address
 */
function parseForwardedAddress(entry: string): string | undefined {
  const text = entry.trim().replace(/^\[([^\]]*)\]$/, '$1');
  const address = isIP(text) ? text : SocketAddress.parse(text)?.address;
  return address && unmapIpv4(address);
}

const warnedLogs = new WeakSet<Log>();

/**
 * Logs once that a peer which is not in `TRUSTED_PROXIES` sends `X-Forwarded-For`. If the peer is the operator's proxy,
 * all customers share the limits of its address.
 */
function warnIfProxyIsUntrusted(log: Log, context: Context, trustedProxies: BlockList): void {
  if (warnedLogs.has(log) || context.req.header('X-Forwarded-For') === undefined) return;
  const peer = unmapIpv4(remoteAddress(context) ?? '');
  if (!peer || isTrusted(trustedProxies, peer)) return;
  warnedLogs.add(log);
  log.warn('forwarded_for_untrusted');
}

/** Cache of recent keys, because an HMAC takes a tenth of the time of a cheap request. It is only in memory. */
const keyCaches = new WeakMap<Keys, LRUCache<string, readonly string[]>>();
const MAX_CACHED_KEYS = 10_000;

/**
 * The HMACs of a request's IP address and, for IPv6, of its wider networks, narrowest first. They are the keys for
 * counting requests. IP addresses are personal data, so they are never stored or shown.
 */
export function clientIpKeys(
  { keys, log, trustedProxies }: Pick<AppContext, 'keys' | 'log' | 'trustedProxies'>,
  context: Context,
): readonly string[] {
  warnIfProxyIsUntrusted(log, context, trustedProxies);
  const address = fullClientIp(context, trustedProxies);
  const cache = keyCaches.get(keys) ?? new LRUCache<string, readonly string[]>({ max: MAX_CACHED_KEYS });
  const cached = cache.get(address);
  if (cached !== undefined) return cached;
  const networkKeys = toRateLimitNetworks(address).map(({ name }) => networkKey(keys, name));
  cache.set(address, networkKeys);
  keyCaches.set(keys, cache);
  return networkKeys;
}

/** The HMAC of an address or network, as in the log. */
export const networkKey = (keys: Pick<Keys, 'request'>, network: string): string =>
  createHmac('sha256', keys.request).update(network).digest('base64url');

/** The first of `clientIpKeys`: identifies the client in logs and the audit log. */
export const clientIpKey = (...args: Parameters<typeof clientIpKeys>): string => clientIpKeys(...args)[0] ?? '';

/**
 * Counts a request against the rate limits of its IP address and its networks.
 *
 * @param points the cost of the request, 1 by default
 * @throws ProblemError rate_limited
 */
export const rateLimitIp = (
  appContext: Pick<AppContext, 'keys' | 'log' | 'trustedProxies' | 'rateLimiter'>,
  context: Context,
  points?: number,
): Promise<void> => appContext.rateLimiter.consume('address', clientIpKeys(appContext, context), points);

declare module 'hono' {
  interface ContextVariableMap {
    /**
     * The session and the site of the request, and whether its object belongs to another customer. Each is set as soon
     * as it is known.
     */
    sessionId: string | undefined;
    siteKey: string | undefined;
    isNotOwned: boolean | undefined;
  }
}

/**
 * Identifies the client of a denied request in the log, without personal data: keyed hashes of its session and
 * address. Requests of one client have the same hashes until the server's secret changes.
 */
export function callerKeys(
  appContext: Pick<AppContext, 'keys' | 'log' | 'trustedProxies'>,
  context: Context,
): { readonly sessionKey?: string; readonly addressKey: string; readonly site?: string } {
  const { sessionId, siteKey } = context.var;
  return {
    ...(sessionId === undefined ? {} : { sessionKey: requestHashes(appContext.keys, sessionId)[0] }),
    addressKey: clientIpKey(appContext, context),
    ...(siteKey === undefined ? {} : { site: siteKey }),
  };
}
