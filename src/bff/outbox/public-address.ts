import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 ranges that are not publicly reachable: https://www.iana.org/assignments/iana-ipv4-special-registry */
const nonPublicIpv4 = new BlockList();
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) {
  const [net = '', bits] = range.split('/');
  nonPublicIpv4.addSubnet(net, Number(bits), 'ipv4');
}

/**
 * Only 2000::/3 is global IPv6 unicast, which excludes loopback, link-local, unique local, multicast, IPv4-mapped and
 * NAT64 addresses. Within it, these ranges embed IPv4 addresses or have other uses:
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');
const nonPublicIpv6 = new BlockList();
nonPublicIpv6.addSubnet('2001::', 23, 'ipv6');
nonPublicIpv6.addSubnet('2001:db8::', 32, 'ipv6');
nonPublicIpv6.addSubnet('2002::', 16, 'ipv6');
nonPublicIpv6.addSubnet('3fff::', 20, 'ipv6');

/** Whether webhooks may be sent to an IP address. Rejects addresses in networks that only our servers can reach. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !nonPublicIpv4.check(address, 'ipv4');
  return isIPv6(address) && globalIpv6.check(address, 'ipv6') && !nonPublicIpv6.check(address, 'ipv6');
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an IP address is a loopback address. */
export const isLoopbackAddress = (address: string): boolean =>
  loopback.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
