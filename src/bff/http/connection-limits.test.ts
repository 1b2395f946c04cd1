import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { BlockList, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createConnectionLimits } from './connection-limits.ts';

function countAccepted(addresses: readonly string[], maxConnections: number): number {
  const server = createServer().removeAllListeners('connection');
  createConnectionLimits(server, {
    maxPerAddress: 10,
    maxConnections,
    trustedProxies: new BlockList(),
    blockMs: 1_000,
    onBlock: () => {},
  });
  return addresses.filter((remoteAddress) => {
    const socket = Object.defineProperties(new Socket(), {
      remoteAddress: { value: remoteAddress },
      remoteFamily: { value: 'IPv6' },
    });
    server.emit('connection', socket);
    return !socket.destroyed;
  }).length;
}

const spread = (count: number, address: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => address(index));

test('a /56 network may have at most four times as many connections as one address', () => {
  const addresses = spread(100, (index) => `2001:db8:1:${(0x100 + index).toString(16)}::1`);
  expect(countAccepted(addresses, 10_000)).toBe(40);
});

test('a /48 network may have at most a quarter of all connections', () => {
  const addresses = spread(100, (index) => `2001:db8:1:${(index * 0x100).toString(16)}::1`);
  expect(countAccepted(addresses, 200)).toBe(50);
  const elsewhere = spread(100, (index) => `2001:db8:${index.toString(16)}::1`);
  expect(countAccepted(elsewhere, 200)).toBe(100);
});

test('refused connections from one IPv6 address block only that address, not its wider networks', () => {
  const server = createServer().removeAllListeners('connection');
  const blocked: string[] = [];
  const limits = createConnectionLimits(server, {
    maxPerAddress: 100,
    maxConnections: 10_000,
    trustedProxies: new BlockList(),
    blockMs: 60_000,
    onBlock: (network) => blocked.push(network),
  });
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = Object.defineProperties(new Socket(), {
      remoteAddress: { value: '2001:db8:1:100::1' },
      remoteFamily: { value: 'IPv6' },
    });
    server.emit('connection', socket);
    const incoming = new IncomingMessage(socket);
    incoming.complete = true;
    for (let request = 0; request < 100; request++) limits.respond(incoming, new ServerResponse(incoming), 429);
  }
  expect(blocked).toEqual(['2001:db8:1:100::/64']);
});
