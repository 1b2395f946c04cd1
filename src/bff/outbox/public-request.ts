import { lookup as lookUpHost } from 'node:dns/promises';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net';
import { isDevelopmentOrigin } from '../partners/origin.ts';

export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const resolveAll: Resolve = (host) => lookUpHost(host, { all: true });

/** A host has no address, or has an address that the server must not connect to. */
export class AddressDeniedError extends Error {
  override readonly name = 'AddressDeniedError';
}

/** Maximum number of 1xx responses before the final one. Each costs CPU time, and Node does not limit them. */
const MAX_INTERIM_RESPONSES = 10;

interface PublicRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: RequestOptions['headers'];
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Replaces the DNS lookup. */
  readonly resolve?: Resolve | undefined;
}

/**
 * Sends a request to a URL that someone else chose. Connects only to public addresses or, for a development URL, only
 * to loopback addresses: all addresses of the host are checked, and the connection uses exactly those, so that a DNS
 * change in between has no effect. Redirects are not followed. The caller must read or destroy the body.
 *
 * @throws AddressDeniedError, or the network's or the signal's error
 */
export async function requestPublicUrl(
  url: URL,
  { method, headers, body, signal, resolve = resolveAll }: PublicRequest,
): Promise<IncomingMessage> {
  const isAllowed = url.protocol === 'http:' && isDevelopmentOrigin(url.origin) ? isLoopbackAddress : isPublicAddress;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await withAbort(resolve(host), signal);
  if (!addresses.length || !addresses.every(({ address }) => isAllowed(address)))
    throw new AddressDeniedError('the host has no address, or one that the server must not connect to');
  return new Promise((resolvePromise, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = request(url, {
      method,
      // Connections are not reused, because the addresses are checked for each request.
      agent: false,
      lookup: pinnedLookup(addresses),
      signal,
      maxHeaderSize: 16_384,
      headers,
    });
    outgoing.on('error', reject);
    let interimResponses = 0;
    outgoing.on('information', () => {
      interimResponses += 1;
      if (interimResponses > MAX_INTERIM_RESPONSES) outgoing.destroy(new Error('too many interim responses'));
    });
    outgoing.on('response', resolvePromise);
    // Rejects if there was neither an error nor a response, as after 101 Switching Protocols. Otherwise, has no effect.
    outgoing.on('close', () => reject(new Error('the connection was closed without a response')));
    outgoing.end(body);
  });
}

/** A `lookup` that returns the checked addresses instead of resolving the name again. */
const pinnedLookup =
  (addresses: Awaited<ReturnType<Resolve>>): LookupFunction =>
  (_host, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 0);
  };

const withAbort = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  ]);

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

/**
 * Whether an IP address is a public unicast address. Requests to any other address could reach services that only our
 * servers can reach.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !nonPublicIpv4.check(address, 'ipv4');
  return isIPv6(address) && globalIpv6.check(address, 'ipv6') && !nonPublicIpv6.check(address, 'ipv6');
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export const isLoopbackAddress = (address: string): boolean =>
  loopback.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
