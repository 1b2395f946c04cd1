import type { ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWebhookReceiver } from '../../../test/fixtures/webhook-receiver.ts';
import type { Resolve } from '../outbox/public-request.ts';
import { fetchPage } from './fetch-page.ts';

let server: Awaited<ReturnType<typeof startWebhookReceiver>>;
let origin: string;
beforeEach(async () => {
  server = await startWebhookReceiver();
  origin = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

const respond = (respondTo: (path: string, response: ServerResponse) => void) =>
  server.respondWith((request, response) => respondTo(request.url ?? '', response));
const html = (text: string | Buffer, headers: Record<string, string> = {}) =>
  respond((_, response) => response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(text));
const read = (address: string, options: { allowLoopback?: boolean; resolve?: Resolve; timeoutMs?: number } = {}) =>
  fetchPage(address, { allowLoopback: true, ...options });

test('reads a page, with its headers', async () => {
  html('<p>é', { 'Content-Security-Policy': "default-src 'self'" });
  const page = await read(`${origin}/energy`);
  expect(page).toMatchObject({ html: '<p>é', isTruncated: false, redirects: [] });
  expect(page.headers['content-security-policy']).toBe("default-src 'self'");
});

test.each([
  ['gzip', gzipSync('<p>compressed')],
  ['br', brotliCompressSync('<p>compressed')],
])('reads a page that is compressed with %s', async (encoding, bytes) => {
  html(bytes, { 'Content-Encoding': encoding });
  expect((await read(origin)).html).toBe('<p>compressed');
});

test('reads at most one megabyte, even of a compressed page that expands beyond it', async () => {
  html(gzipSync(Buffer.alloc(50 * 1024 * 1024, 'a')), { 'Content-Encoding': 'gzip' });
  const page = await read(origin);
  expect(page.isTruncated).toBe(true);
  expect(page.html).toHaveLength(1024 * 1024);
});

test('stops reading a page that never ends', async () => {
  respond((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384, 'a')));
      response.once('drain', more);
    };
    more();
  });
  expect((await read(origin, { timeoutMs: 5_000 })).isTruncated).toBe(true);
});

test.each([
  ['10.0.0.8', 4],
  ['127.0.0.1', 4],
  ['169.254.169.254', 4],
  ['fd00::1', 6],
])('does not connect to a public name that resolves to %s', async (address, family) => {
  const resolve: Resolve = async () => [{ address, family }];
  await expect(read(`https://www.lonestar.example:${server.port}/`, { resolve })).rejects.toMatchObject({
    problem: 'address_denied',
  });
  expect(server.received).toEqual([]);
});

test.each([
  'http://www.lonestar.example/',
  'file:///etc/passwd',
  'https://user:word@www.lonestar.example/',
  'words',
  'ftp://a.example/',
])('does not read the address %s', async (address) => {
  await expect(read(address)).rejects.toMatchObject({ problem: 'address_invalid' });
});

test('does not read a page on this machine if loopback is not allowed', async () => {
  html('<p>');
  await expect(read(origin, { allowLoopback: false })).rejects.toMatchObject({ problem: 'address_invalid' });
  expect(server.received).toEqual([]);
});

test('follows at most three redirects, and applies the address rules to each of them', async () => {
  respond((path, response) => {
    const count = Number(path.slice(1));
    if (count < 3) response.writeHead(302, { Location: `/${count + 1}` }).end();
    else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>');
  });
  expect((await read(`${origin}/0`)).redirects).toEqual([`${origin}/1`, `${origin}/2`, `${origin}/3`]);
  respond((_, response) => response.writeHead(302, { Location: '/again' }).end());
  await expect(read(origin)).rejects.toMatchObject({ problem: 'too_many_redirects' });
  respond((_, response) => response.writeHead(302, { Location: 'https://[::ffff:10.0.0.8]/' }).end());
  await expect(read(origin)).rejects.toMatchObject({ problem: 'address_denied' });
  respond((_, response) => response.writeHead(302, { Location: 'http://www.lonestar.example/' }).end());
  await expect(read(origin)).rejects.toMatchObject({ problem: 'address_invalid' });
});

test('reports an error status, a media type other than HTML, a slow page and an unreachable page', async () => {
  respond((_, response) => response.writeHead(404, { 'Content-Type': 'text/html' }).end());
  await expect(read(origin)).rejects.toMatchObject({ problem: 'page_status', detail: '404' });
  respond((_, response) => response.writeHead(200, { 'Content-Type': 'application/pdf' }).end());
  await expect(read(origin)).rejects.toMatchObject({ problem: 'not_html', detail: 'application/pdf' });
  respond((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).write('<p>'));
  await expect(read(origin, { timeoutMs: 100 })).rejects.toMatchObject({ problem: 'page_timeout' });
  const silent: Resolve = () => new Promise(() => {});
  await expect(read('https://www.lonestar.example/', { resolve: silent, timeoutMs: 50 })).rejects.toMatchObject({
    problem: 'page_timeout',
  });
  html('not gzip', { 'Content-Encoding': 'gzip' });
  await expect(read(origin)).rejects.toMatchObject({ problem: 'page_unreachable' });
});
