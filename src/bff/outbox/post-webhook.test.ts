import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWebhookReceiver } from '../../../test/fixtures/webhook-receiver.ts';
import { createEndpoint, isWebhookUrl } from './config.ts';
import { postWebhook } from './post-webhook.ts';
import type { Resolve } from './public-request.ts';

const secret = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0';
const event = { id: 'evt_1', body: '{}' };
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(() => receiver.close());

const post = (url: string, options: { resolve?: Resolve; timeoutMs?: number } = {}) =>
  postWebhook(createEndpoint(url, [secret]), event, new Date(), options);

test.each([
  ['a private address', [{ address: '10.0.0.8', family: 4 }]],
  [
    'a public and a private address',
    [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  ],
  ['an IPv4-mapped loopback address', [{ address: '::ffff:127.0.0.1', family: 6 }]],
  ['no address', []],
])('rejects a host name that resolves to %s', async (_, found) => {
  const url = `https://crm.broker.example:${receiver.port}/`;
  expect(await post(url, { resolve: async () => found })).toEqual({ status: 0, reason: 'address_denied' });
});

test.each(['127.0.0.1', '[::1]', '169.254.169.254', '[::ffff:127.0.0.1]', '0x7f000001', '2130706433', '127.1'])(
  'rejects the address https://%s',
  async (host) => {
    expect(await post(`https://${host}:${receiver.port}/`)).toEqual({ status: 0, reason: 'address_denied' });
    expect(receiver.received).toEqual([]);
  },
);

test('sends to a development URL only if it resolves to a loopback address, and connects to that address', async () => {
  const lookups: string[] = [];
  const once: Resolve = async (host) => {
    lookups.push(host);
    return [{ address: lookups.length === 1 ? '127.0.0.1' : '10.0.0.8', family: 4 }];
  };
  expect((await post(`http://localhost:${receiver.port}/`, { resolve: once })).status).toBe(204);
  expect(lookups).toEqual(['localhost']);
  const otherLoopback: Resolve = async () => [{ address: '127.0.0.2', family: 4 }];
  expect(await post(`http://localhost:${receiver.port}/`, { resolve: otherLoopback })).toMatchObject({
    reason: 'network',
  });
  const publicAddress: Resolve = async () => [{ address: '8.8.8.8', family: 4 }];
  expect(await post(`http://localhost:${receiver.port}/`, { resolve: publicAddress })).toMatchObject({
    reason: 'address_denied',
  });
});

test('does not follow redirects', async () => {
  receiver.respondWith((_, response) => response.writeHead(307, { Location: receiver.url }).end());
  expect((await post(receiver.url)).status).toBe(307);
  expect(receiver.received).toHaveLength(1);
});

test('times out if the response is slow or the DNS lookup does not finish', async () => {
  receiver.respondWith((_, response) => {
    response.socket?.write('HTTP/1.1 200 OK\r\nX-A: ');
    const timer = setInterval(() => response.socket?.write('a'), 20);
    response.on('close', () => clearInterval(timer));
  });
  expect(await post(receiver.url, { timeoutMs: 150 })).toEqual({ status: 0, reason: 'timeout' });
  const silent: Resolve = () => new Promise(() => {});
  expect(await post('https://crm.broker.example/', { resolve: silent, timeoutMs: 50 })).toMatchObject({
    reason: 'timeout',
  });
});

test('stops reading an endless response body, and returns the response’s status', async () => {
  let sent = 0;
  receiver.respondWith((_, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
      response.once('drain', more);
    };
    more();
  });
  expect((await post(receiver.url, { timeoutMs: 5_000 })).status).toBe(200);
  expect(sent).toBeLessThan(8 * 1024 * 1024);
});

test('reports an unreachable receiver as a failed attempt instead of throwing', async () => {
  const { url } = receiver;
  await receiver.close();
  expect(await post(url)).toEqual({ status: 0, reason: 'network' });
  receiver = await startWebhookReceiver();
});

test('parses Retry-After in seconds or as a date, and ignores other values', async () => {
  receiver.respondWith((_, response) => response.writeHead(503, { 'Retry-After': '120' }).end());
  expect((await post(receiver.url)).retryAfter).toBe(120);
  receiver.respondWith((_, response) =>
    response.writeHead(503, { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() }).end(),
  );
  expect((await post(receiver.url)).retryAfter).toBeGreaterThan(55);
  receiver.respondWith((_, response) => response.writeHead(503, { 'Retry-After': 'soon' }).end());
  expect((await post(receiver.url)).retryAfter).toBeUndefined();
});

test('a webhook URL uses https, or http on a loopback host for a test site', () => {
  expect(isWebhookUrl('https://crm.broker.example/hooks', 'live')).toBe(true);
  expect(isWebhookUrl('http://localhost:4400/hooks', 'test')).toBe(true);
  expect(isWebhookUrl('http://localhost:4400/hooks', 'live')).toBe(false);
  expect(isWebhookUrl('http://crm.broker.example/hooks', 'test')).toBe(false);
  expect(isWebhookUrl('https://user:word@crm.broker.example/', 'test')).toBe(false);
  expect(isWebhookUrl('file:///etc/passwd', 'test')).toBe(false);
});
