import { createServer } from 'node:http';
import { BlockList, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createConnectionLimits } from './connection-limits.ts';

/** Opens connections from made-up addresses, and returns how many of them are accepted. */
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

test('the connections of one /56 are limited to four times those of one address', () => {
  const addresses = spread(100, (index) => `2001:db8:1:${(0x100 + index).toString(16)}::1`);
  expect(countAccepted(addresses, 10_000)).toBe(40);
});

test('one /48 has at most a quarter of all connections', () => {
  const addresses = spread(100, (index) => `2001:db8:1:${(index * 0x100).toString(16)}::1`);
  expect(countAccepted(addresses, 200)).toBe(50);
  const elsewhere = spread(100, (index) => `2001:db8:${index.toString(16)}::1`);
  expect(countAccepted(elsewhere, 200)).toBe(100);
});
