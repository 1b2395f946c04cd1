import { createHmac } from 'node:crypto';
import { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from 'node:net';
import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { AppContext } from '../app-context.ts';
import type { Keys } from '../encryption/server-keys.ts';
import { remoteAddress } from '../http/hono.ts';
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
export function clientIp(context: Context, trustedProxies: BlockList): string {
  let address = unmapIpv4(remoteAddress(context) ?? '');
  const forwardedFor = context.req.header('X-Forwarded-For')?.split(',').map(parseForwardedAddress);
  while (forwardedFor && address && isTrusted(trustedProxies, address)) {
    const next = forwardedFor.pop();
    // The proxy sent no valid address: its own address is the best we have.
    if (next === undefined) break;
    address = next;
  }
  return isIPv6(address) ? ipv6Prefix(address) : address || 'unknown';
}

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

/** Converts an IPv4-mapped IPv6 address to IPv4: `::ffff:198.51.100.7`, or `::ffff:c633:6407`. */
function unmapIpv4(address: string): string {
  if (!isIPv6(address)) return address;
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(canonicalHost(address)) ?? [];
  if (high === undefined || low === undefined) return address;
  const bits = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

/** The address in the one form that URLs have (RFC 5952), in brackets, without a zone. */
const canonicalHost = (address: string): string => URL.parse(`http://[${address.replace(/%.*$/, '')}]`)?.hostname ?? '';

function ipv6Prefix(address: string): string {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

const warnedLogs = new WeakSet<Log>();

/**
 * Logs once that a peer which is not in `TRUSTED_PROXIES` sends `X-Forwarded-For`. If it is the operator's own proxy,
 * all customers share its limits.
 */
function warnIfProxyIsUntrusted(log: Log, context: Context, trustedProxies: BlockList): void {
  if (warnedLogs.has(log) || context.req.header('X-Forwarded-For') === undefined) return;
  const peer = unmapIpv4(remoteAddress(context) ?? '');
  if (!peer || isTrusted(trustedProxies, peer)) return;
  warnedLogs.add(log);
  log.warn('forwarded_for_untrusted');
}

/** Cache of recent keys, because an HMAC takes a tenth of the time of a cheap request. In memory only. */
const keyCaches = new WeakMap<Keys, LRUCache<string, string>>();
const MAX_CACHED_KEYS = 10_000;

/**
 * The HMAC of a request's IP address, which is the key for counting requests. IP addresses are personal data, so they
 * are never stored or shown.
 */
export function clientIpKey(
  { keys, log, trustedProxies }: Pick<AppContext, 'keys' | 'log' | 'trustedProxies'>,
  context: Context,
): string {
  warnIfProxyIsUntrusted(log, context, trustedProxies);
  const address = clientIp(context, trustedProxies);
  const cache = keyCaches.get(keys) ?? new LRUCache<string, string>({ max: MAX_CACHED_KEYS });
  const cached = cache.get(address);
  if (cached !== undefined) return cached;
  const key = createHmac('sha256', keys.request).update(address).digest('base64url');
  cache.set(address, key);
  keyCaches.set(keys, cache);
  return key;
}

/**
 * Counts a request against the rate limit of its IP address.
 *
 * @param points the cost of the request, 1 by default
 * @throws ProblemError rate_limited
 */
export const rateLimitIp = (
  appContext: Pick<AppContext, 'keys' | 'log' | 'trustedProxies' | 'rateLimiter'>,
  context: Context,
  points?: number,
): Promise<void> => appContext.rateLimiter.consume('address', clientIpKey(appContext, context), points);
