import { createServer } from 'node:net';

/**
 * Finds `count` consecutive ports on the loopback interface that are free right now.
 *
 * @throws Error after twenty attempts
 */
export async function findFreePorts(count: number): Promise<[number, ...number[]]> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const first = await tryPort(0);
    if (first === undefined) continue;
    const others = Array.from({ length: count - 1 }, (_, index) => first + 1 + index);
    const free = await Promise.all(others.map(tryPort));
    if (free.every((port) => port !== undefined)) return [first, ...others];
  }
  throw new Error(`could not find ${count} consecutive free ports`);
}

/** Checks a port by binding and releasing it. Returns undefined if it is in use. Port 0 selects any free port. */
const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
