import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import { remoteAddress } from '../http/connection.ts';

/** Reads `10.0.0.0/8, 192.0.2.7`: the proxies whose word on a client's address counts. Undefined when it is not that. */
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
 * Who is asking, as far as an address says it: the other end of the connection, or, behind proxies we trust, the last address in
 * `X-Forwarded-For` that is not one of them. What stands left of that may be anyone's invention. An IPv6 address counts as its
 * /64, which is what one household or host has.
 *
 * @returns `unknown` where there is no connection, as in a test without a server
 */
export function clientIp(context: Context, trustedProxies: BlockList): string {
  let address = unmapIpv4(remoteAddress(context) ?? '');
  const forwardedFor = context.req
    .header('X-Forwarded-For')
    ?.split(',')
    .map((entry) => unmapIpv4(entry.trim()));
  while (forwardedFor && address && isTrusted(trustedProxies, address)) {
    const next = forwardedFor.pop();
    // A proxy that says nothing, or nonsense, is as far as we can see.
    if (!next || !isIP(next)) break;
    address = next;
  }
  return isIPv6(address) ? ipv6Prefix(address) : address || 'unknown';
}

const isTrusted = (trustedProxies: BlockList, address: string): boolean =>
  trustedProxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/** IPv4 as IPv4, also where a socket says it in IPv6. */
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
