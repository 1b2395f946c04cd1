import { isIPv6 } from 'node:net';

/** The part of an address by which requests and connections are counted. */
export function toRateLimitAddress(address: string): string {
  const unmapped = unmapIpv4(address);
  return isIPv6(unmapped) ? ipv6Prefix(unmapped) : unmapped || 'unknown';
}

/** Converts an IPv4-mapped IPv6 address to IPv4: `::ffff:198.51.100.7`, or `::ffff:c633:6407`. */
export function unmapIpv4(address: string): string {
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
