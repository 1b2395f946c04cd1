import { isIPv6 } from 'node:net';

/** An address or network to which rate limits apply. */
export interface RateLimitNetwork {
  readonly name: string;
  /** The limits are this many times as high as the limits of one address. */
  readonly factor: number;
}

/**
 * The IPv6 networks that count as one client, narrowest first. A host has a /64, but a household or office is often
 * assigned a /56 or a /48, and could use a new /64 for each request. The limits of the wider networks are higher,
 * because a mobile network may assign each phone a /64.
 */
const IPV6_NETWORKS = [
  { bits: 64, factor: 1 },
  { bits: 56, factor: 4 },
  { bits: 48, factor: 16 },
] as const;

export const NETWORK_FACTORS: readonly number[] = IPV6_NETWORKS.map(({ factor }) => factor);

/** Returns the part of an address to which limits apply: an IPv4 address, or the /64 of an IPv6 address. */
export function toRateLimitAddress(address: string): string {
  const unmapped = unmapIpv4(address);
  return isIPv6(unmapped) ? ipv6Network(ipv6Groups(unmapped), 64) : unmapped || 'unknown';
}

/**
 * Returns all networks whose limits apply to an address, narrowest first. For IPv4, this is only the address itself.
 */
export function toRateLimitNetworks(address: string): readonly RateLimitNetwork[] {
  const unmapped = unmapIpv4(address);
  if (!isIPv6(unmapped)) return [{ name: unmapped || 'unknown', factor: 1 }];
  const groups = ipv6Groups(unmapped);
  return IPV6_NETWORKS.map(({ bits, factor }) => ({ name: ipv6Network(groups, bits), factor }));
}

/** Converts an IPv4-mapped IPv6 address to IPv4: `::ffff:198.51.100.7`, or `::ffff:c633:6407`. */
export function unmapIpv4(address: string): string {
  if (!isIPv6(address)) return address;
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(canonicalHost(address)) ?? [];
  if (high === undefined || low === undefined) return address;
  const bits = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

/** The address in the canonical form that URLs use (RFC 5952), in brackets, without a zone. */
const canonicalHost = (address: string): string => URL.parse(`http://[${address.replace(/%.*$/, '')}]`)?.hostname ?? '';

/** The first four groups of 16 bits, which identify the /64. */
function ipv6Groups(address: string): readonly number[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return groups.slice(0, 4).map((group) => Number.parseInt(group, 16));
}

function ipv6Network(groups: readonly number[], bits: number): string {
  const masked = groups.map((group, index) => group & (0xffff << Math.min(16, Math.max(0, (index + 1) * 16 - bits))));
  return `${masked.map((group) => (group & 0xffff).toString(16)).join(':')}::/${bits}`;
}
