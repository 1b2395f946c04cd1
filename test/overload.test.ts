import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { listen, type RunningServer } from '../src/bff/http/server.ts';
import { clientIp, parseTrustedProxies } from '../src/bff/middleware/client-ip.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  dallasOffersRequest,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
  await bff.close();
});

const codeOf = async (response: Response): Promise<string> => problem.parse(await response.json()).code;
const openNewSession = (headers: Record<string, string> = {}) =>
  sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, headers });

test('an overloaded server denies browsing requests, but still creates contracts and renews sessions', async () => {
  bff = await createTestBff();
  const { token } = await openSession(bff.app);
  const offer = await firstOffer(bff.app, token);
  bff.load.isOverloaded = true;
  const denied = await sendRequest(bff.app, '/v1/offers', { token, body: dallasOffersRequest });
  expect([denied.status, Number(denied.headers.get('Retry-After')) > 0]).toEqual([503, true]);
  // The page must be able to read why the request was denied.
  expect(denied.headers.get('Access-Control-Allow-Origin')).toBe(pageOrigin);
  expect(await codeOf(denied)).toBe('overloaded');
  expect(await codeOf(await openNewSession())).toBe('overloaded');
  expect(await codeOf(await openNewSession({ Authorization: 'Bearer of nothing' }))).toBe('overloaded');
  expect((await openNewSession({ Authorization: `Bearer ${token}` })).status).toBe(201);
  const created = await sendRequest(bff.app, createContract.path, {
    token,
    body: contractRequestFor(offer),
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
  expect(created.status).toBe(201);
});

test('no new sessions can be created for a paused site, but customers with a session can continue', async () => {
  bff = await createTestBff();
  const { token } = await openSession(bff.app);
  const { sites, access } = bff.appContext.partners;
  const paused = new Map([...sites].map(([key, site]) => [key, { ...site, paused: key === 'pk_test_demo' }]));
  const app = createApp({ ...bff.appContext, partners: { sites: paused, access } });
  const denied = await sendRequest(app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' } });
  expect([denied.status, await codeOf(denied)]).toEqual([503, 'site_paused']);
  expect((await sendRequest(app, '/v1/offers', { token, body: dallasOffersRequest })).status).toBe(200);
  const renewed = await sendRequest(app, '/v1/sessions', {
    body: { siteKey: 'pk_test_demo' },
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(renewed.status).toBe(201);
  expect((await openSession(app, 'pk_test_other', 'https://www.other.example')).token).toBeTruthy();
});

async function openConnections(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return sockets;
}

test('closes connections over the limit of an IP address, and accepts new connections when others have closed', async () => {
  bff = await createTestBff();
  server = await listen(bff.app, { port: 0, host: '127.0.0.1', maxConnectionsPerAddress: 3 });
  const { port } = server;
  const sockets = await openConnections(port, 5);
  await expect.poll(() => sockets.filter(({ closed }) => closed).length).toBe(2);
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
});

test('a trusted proxy may open any number of connections', async () => {
  bff = await createTestBff();
  const trustedProxies = parseTrustedProxies('127.0.0.1');
  server = await listen(bff.app, { port: 0, host: '127.0.0.1', maxConnectionsPerAddress: 1, trustedProxies });
  const sockets = await openConnections(server.port, 3);
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  expect(sockets.some(({ closed }) => closed)).toBe(false);
  for (const socket of sockets) socket.destroy();
});

test.each([
  ['198.51.100.7:50123', '198.51.100.7'],
  ['[2001:db8:1:2::7]:50123', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::7]', '2001:db8:1:2::/64'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['::ffff:c633:6407', '198.51.100.7'],
  ['0:0:0:0:0:ffff:c633:6407', '198.51.100.7'],
])('reads the forwarded address %s as %s', async (forwarded, expected) => {
  bff = await createTestBff();
  const trustedProxies = parseTrustedProxies('127.0.0.1');
  if (!trustedProxies) throw new Error('no list');
  const seen: string[] = [];
  const app = createApp({ ...bff.appContext, trustedProxies });
  app.get('/address', (context) => {
    seen.push(clientIp(context, trustedProxies));
    return context.text('ok');
  });
  server = await listen(app, { port: 0, host: '127.0.0.1' });
  await fetch(`http://127.0.0.1:${server.port}/address`, { headers: { 'X-Forwarded-For': forwarded } });
  expect(seen).toEqual([expected]);
});

test('logs only once that an untrusted peer sends X-Forwarded-For', async () => {
  bff = await createTestBff();
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  for (let count = 0; count < 3; count++) {
    await fetch(`http://127.0.0.1:${server.port}/readyz`, { headers: { 'X-Forwarded-For': '198.51.100.7' } });
  }
  expect(bff.logLines.filter((line) => line.includes('forwarded_for_untrusted'))).toHaveLength(1);
});
