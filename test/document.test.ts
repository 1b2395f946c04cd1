import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { listen } from '../src/bff/http/server.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import { documentLink } from '../src/wire/contract-document.ts';
import { problem } from '../src/wire/problem.ts';
import { endSessions } from '../src/wire/session.ts';
import {
  createTestBff,
  createTestContract,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
let id: string;
let hasDocument = true;
beforeEach(async () => {
  hasDocument = true;
  bff = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async documentUrl(contractId) {
          const url = await client.contracting.documentUrl(contractId);
          return hasDocument ? url : undefined;
        },
      },
    }),
  });
  ({ token } = await openSession(bff.app));
  ({ id } = await createTestContract(bff.app, token));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await bff.close();
});

const bytes = async (response: Response | Promise<Response>): Promise<Buffer> =>
  Buffer.from(await (await response).arrayBuffer());
const fetchDocument = (range?: string) =>
  sendRequest(bff.app, `/v1/contracts/${id}/document`, { token, headers: range ? { Range: range } : {} });
const createLink = async (as: 'inline' | 'attachment' = 'inline') =>
  documentLink.parse(
    await (await sendRequest(bff.app, `/v1/contracts/${id}/document-links`, { body: { as }, token })).json(),
  );
const openLink = (url: string, headers: Record<string, string> = {}) =>
  bff.app.request(new URL(url).pathname, { headers });

/** Simulates an upstream that does not support ranges. */
function ignoreRangeRequests(): void {
  const real = fetch;
  vi.stubGlobal('fetch', (url: string | Request, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('Range')) return real(url, init);
    headers.delete('Range');
    return real(url, { ...init, headers });
  });
}

test('serves the document as a PDF and accepts range requests', async () => {
  const response = await fetchDocument();
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
  expect(response.headers.get('Accept-Ranges')).toBe('bytes');
  const fullDocument = await bytes(response);
  expect(fullDocument.subarray(0, 5).toString()).toBe('%PDF-');
  expect(response.headers.get('Content-Length')).toBe(String(fullDocument.length));
});

test.each([
  ['an upstream that supports range requests', () => {}],
  ['an upstream that ignores range requests', ignoreRangeRequests],
])('serves byte ranges of a document from %s', async (_, prepare) => {
  const fullDocument = await bytes(fetchDocument());
  prepare();
  const partialResponse = await fetchDocument('bytes=10-19');
  expect([
    partialResponse.status,
    partialResponse.headers.get('Content-Range'),
    partialResponse.headers.get('Content-Length'),
  ]).toEqual([206, `bytes 10-19/${fullDocument.length}`, '10']);
  expect(await bytes(partialResponse)).toEqual(fullDocument.subarray(10, 20));
  expect(await bytes(fetchDocument('bytes=-7'))).toEqual(fullDocument.subarray(-7));
  expect(await bytes(fetchDocument(`bytes=${fullDocument.length - 4}-`))).toEqual(fullDocument.subarray(-4));

  const outOfRange = await fetchDocument(`bytes=${fullDocument.length}-`);
  expect([outOfRange.status, outOfRange.headers.get('Content-Range')]).toEqual([416, `bytes */${fullDocument.length}`]);
  const multipleRanges = await fetchDocument('bytes=0-1,4-5');
  expect([multipleRanges.status, (await bytes(multipleRanges)).length]).toEqual([200, fullDocument.length]);
});

test('a document URL works without a session token, more than once, and supports ranges', async () => {
  const { url, expiresAt } = await createLink();
  expect(new URL(url).origin).toBe('https://shop.example');
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(5 * 60_000);
  const fullDocument = await bytes(fetchDocument());
  for (let time = 0; time < 2; time++) {
    const response = await openLink(url);
    expect(response.status).toBe(200);
    expect((await bytes(response)).length).toBe(fullDocument.length);
  }
  const part = await openLink(url, { Range: 'bytes=0-3' });
  expect([part.status, (await bytes(part)).toString()]).toEqual([206, '%PDF']);
});

test('the document can be framed only by the page that requested its URL and by our own pages', async () => {
  const { url } = await createLink();
  const response = await openLink(url);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': expect.stringMatching(/^inline; filename="contract-.{9}\.pdf"$/),
    'content-security-policy': `frame-ancestors ${pageOrigin} https://shop.example`,
    'cache-control': 'no-store',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  await bytes(response);
  const saved = await openLink((await createLink('attachment')).url);
  expect(saved.headers.get('Content-Disposition')).toMatch(/^attachment; /);
  await bytes(saved);
});

test('no document URL is logged', async () => {
  const { url } = await createLink();
  await bytes(openLink(url));
  const lines = bff.logLines.join('');
  expect(lines).toContain('/documents/:token');
  expect(lines).not.toContain(new URL(url).pathname);
});

test('an expired or forged document URL shows an error page', async () => {
  const { url } = await createLink();
  const [, payload = ''] = url.split('.').slice(-3);
  const forged = url.replace(payload, Buffer.from(JSON.stringify({ contract: id })).toString('base64url'));
  for (const invalid of [forged, `${url}x`, 'https://shop.example/documents/guess']) {
    expect((await openLink(invalid)).status).toBe(410);
  }
  bff.clock.now = () => new Date(Date.now() + 5 * 60_000 + 1_000);
  const old = await openLink(url);
  expect([old.status, old.headers.get('Content-Type')]).toEqual([410, 'text/html; charset=UTF-8']);
  expect(await old.text()).toContain('has expired');
  const spanish = await openLink(url, { 'Accept-Language': 'es-MX,es;q=0.9,en;q=0.8' });
  expect(spanish.headers.get('Content-Language')).toBe('es');
  expect(await spanish.text()).toMatch(/<html lang="es">[\s\S]*Este enlace venció/);
});

test('rejects a HEAD request for a document URL with 405', async () => {
  const { url } = await createLink();
  const response = await bff.app.request(new URL(url).pathname, { method: 'HEAD' });
  expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET']);
});

test('a session token is not accepted as a document token', async () => {
  expect((await openLink(`https://shop.example/documents/${token}`)).status).toBe(410);
});

test('shows an HTML error page when the document is unavailable or not ready yet', async () => {
  const { url } = await createLink();
  hasDocument = false;
  const pendingResponse = await openLink(url);
  expect([pendingResponse.status, pendingResponse.headers.get('Content-Type')]).toEqual([
    409,
    'text/html; charset=UTF-8',
  ]);
  expect(problem.parse(await (await fetchDocument()).json()).code).toBe('document_not_ready');
  bff.simulator.state.scenario.update({ contracting: 'down' });
  const down = await openLink(url);
  expect([down.status, down.headers.get('Retry-After') !== null]).toEqual([503, true]);
  expect(down.headers.get('Content-Security-Policy')).toContain(`frame-ancestors ${pageOrigin} https://shop.example`);
});

test('the document URL of a deleted contract shows an error page', async () => {
  const { url } = await createLink();
  for (const table of tableNames.toReversed()) await bff.appContext.store.deleteFrom(table).execute();
  expect((await openLink(url)).status).toBe(404);
});

test("a session cannot get a document URL for another session's contract", async () => {
  const other = await openSession(bff.app);
  const response = await sendRequest(bff.app, `/v1/contracts/${id}/document-links`, {
    body: { as: 'inline' },
    token: other.token,
  });
  expect(response.status).toBe(404);
});

/** Simulates an upstream whose documents have the given body, chunked, without a Content-Length. */
function serveDocument(body: () => ReadableStream<Uint8Array>): void {
  const real = fetch;
  vi.stubGlobal('fetch', (url: string | Request, init?: RequestInit) =>
    /\/documents?\//.test(String(url))
      ? Promise.resolve(new Response(body(), { headers: { 'Transfer-Encoding': 'chunked' } }))
      : real(url, init),
  );
}
const chunk = new TextEncoder().encode('%PDF-1.7 head');

test.each([
  [
    'the upstream connection breaks',
    () => {
      let isFirst = true;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (isFirst) controller.enqueue(chunk);
          else controller.error(new Error('socket closed'));
          isFirst = false;
        },
      });
    },
    'document_aborted',
  ],
  [
    'the document is larger than 25 MB',
    () => {
      let chunks = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (chunks++ < 40) controller.enqueue(new Uint8Array(1_000_000));
          else controller.close();
        },
      });
    },
    'document_too_large',
  ],
])('if %s, the client sees an aborted response instead of an incomplete PDF', async (_, body, event) => {
  const { url } = await createLink();
  serveDocument(body);
  const server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${server.port}`;
  const requests = [
    () => get(`${origin}${new URL(url).pathname}`, {}),
    () => get(`${origin}/v1/contracts/${id}/document`, { Authorization: `Bearer ${token}`, Origin: pageOrigin }),
  ];
  for (const request of requests) {
    const response = await request();
    expect(response.statusCode).toBe(200);
    await expect(buffer(response)).rejects.toThrow('aborted');
  }
  expect(bff.logLines.filter((line) => line.includes(event))).toHaveLength(2);
  await server.close(0);
});

const endlessDocument = () =>
  new ReadableStream<Uint8Array>(
    { pull: (controller) => controller.enqueue(new Uint8Array(1_000)) },
    { highWaterMark: 0 },
  );

test.each([
  ['the customer signs out', () => sendRequest(bff.app, endSessions.path, { method: 'DELETE', token })],
  [
    'the contract is erased',
    async () => {
      await bff.appContext.store.updateTable('contracts').set({ status: 'accepted' }).execute();
      await eraseContract(bff.appContext.store, id);
    },
  ],
])('a slow download ends when %s', async (_, endAccess) => {
  serveDocument(endlessDocument);
  const reader = (await fetchDocument()).body?.getReader();
  expect((await reader?.read())?.value).toHaveLength(1_000);
  await endAccess();
  const later = performance.now() + 3_000;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  await expect(reader?.read()).rejects.toThrow();
  vi.restoreAllMocks();
});

test('an IP address can receive at most 20 documents at a time', async () => {
  serveDocument(endlessDocument);
  const readers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const reader = (await fetchDocument()).body?.getReader();
      await reader?.read();
      return reader;
    }),
  );
  const refused = await fetchDocument();
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '1']);
  await readers[0]?.cancel();
  const served = await fetchDocument();
  expect(served.status).toBe(200);
  await Promise.all([served.body, ...readers.slice(1)].map((body) => body?.cancel()));
});

/** An upstream that responds with these raw bytes to a request for a document, then closes the connection. */
async function startRawUpstream(head: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(head));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

test.each([
  ['document', 'HTTP/1.0 200 OK\r\n\r\n%PDF-1.7 head', undefined],
  ['document instead of the requested range', 'HTTP/1.1 200 OK\r\n\r\n%PDF-1.7 head', 'bytes=0-3'],
  [
    'compressed document',
    'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 13\r\n\r\n%PDF-1.7 head',
    undefined,
  ],
  [
    'document with an unknown framing',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n%PDF-1.7 head',
    undefined,
  ],
  [
    'part of a document',
    'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-99/200\r\n\r\n%PDF-1.7 head',
    'bytes=0-99',
  ],
])('refuses a %s if its completeness cannot be verified, and stores no hash', async (_, head, range) => {
  const upstream = await startRawUpstream(head);
  const real = fetch;
  vi.stubGlobal('fetch', (url: string | Request, init?: RequestInit) =>
    real(/\/documents?\//.test(String(url)) ? upstream.url : url, init),
  );
  const response = await fetchDocument(range);
  expect([response.status, problem.parse(await response.json()).code]).toEqual([502, 'upstream_invalid']);
  const page = await openLink((await createLink()).url, range === undefined ? {} : { Range: range });
  expect(page.status).toBe(502);
  const evidence = await bff.appContext.store.selectFrom('contract_evidence').select('document_sha256').execute();
  expect(evidence).toEqual([{ document_sha256: null }]);
  upstream.close();
});

/** Simulates a gateway that responds with a page of its own instead of the document. */
function servePage(headers: Record<string, string>): void {
  const real = fetch;
  vi.stubGlobal('fetch', (url: string | Request, init?: RequestInit) => {
    if (!/\/documents?\//.test(String(url))) return real(url, init);
    const body = new TextEncoder().encode('<h1>Maintenance</h1>');
    return Promise.resolve(new Response(body, { headers: { ...headers, 'Content-Length': '20' } }));
  });
}

test('no document hash is stored for a response without Content-Type that is not a PDF', async () => {
  servePage({});
  await bytes(fetchDocument());
  const evidence = await bff.appContext.store.selectFrom('contract_evidence').select('document_sha256').execute();
  expect(evidence).toEqual([{ document_sha256: null }]);
});

test('a gateway’s HTML page is not served as the contract document, and its hash is not stored', async () => {
  servePage({ 'Content-Type': 'text/html' });
  const response = await fetchDocument();
  expect([response.status, problem.parse(await response.json()).code]).toEqual([503, 'upstream_unavailable']);
  expect((await openLink((await createLink()).url)).status).toBe(503);
  const evidence = await bff.appContext.store.selectFrom('contract_evidence').select('document_sha256').execute();
  expect(evidence).toEqual([{ document_sha256: null }]);
});

const get = (url: string, headers: Record<string, string>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => void httpGet(url, { headers }, resolve).on('error', reject));
