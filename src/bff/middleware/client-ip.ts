import { createHmac } from 'node:crypto';
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { AppContext } from '../app-context.ts';
import type { Keys } from '../encryption/server-keys.ts';
import { remoteAddress } from '../http/hono.ts';

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
  const forwardedFor = context.req
    .header('X-Forwarded-For')
    ?.split(',')
    .map((entry) => unmapIpv4(entry.trim()));
  while (forwardedFor && address && isTrusted(trustedProxies, address)) {
    const next = forwardedFor.pop();
    // The proxy sent no valid address: its own address is the best we have.
    if (!next || !isIP(next)) break;
    address = next;
  }
  return isIPv6(address) ? ipv6Prefix(address) : address || 'unknown';
}

const isTrusted = (trustedProxies: BlockList, address: string): boolean =>
  trustedProxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/** Converts an IPv4-mapped IPv6 address to IPv4. */
const unmapIpv4 = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

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

/** Cache of recent keys, because an HMAC takes a tenth of the time of a cheap request. In memory only. */
const keyCaches = new WeakMap<Keys, LRUCache<string, string>>();
const MAX_CACHED_KEYS = 10_000;

/**
 * The HMAC of a request's IP address, which is the key for counting requests. IP addresses are personal data, so they
 * are never stored or shown.
 */
export function clientIpKey(
  { keys, trustedProxies }: Pick<AppContext, 'keys' | 'trustedProxies'>,
  context: Context,
): string {
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
  appContext: Pick<AppContext, 'keys' | 'trustedProxies' | 'rateLimiter'>,
  context: Context,
  points?: number,
): Promise<void> => appContext.rateLimiter.consume('address', clientIpKey(appContext, context), points);
