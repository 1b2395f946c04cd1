import { createHash } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract as contractSchema } from '../src/wire/contract.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import { MAX_UPLOAD_BYTES, type UploadKind, upload } from '../src/wire/upload.ts';
import {
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
  withConsent,
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

interface Sending {
  readonly kind?: string;
  readonly type?: string;
  readonly as?: string;
  readonly headers?: Record<string, string>;
}

/** Sends a file as a page does. A stream has no Content-Length. */
function send(
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  { kind = 'latest_bill', type = 'application/pdf', as = token, headers = {} }: Sending = {},
): Promise<Response> {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { Origin: pageOrigin, Authorization: `Bearer ${as}`, 'Content-Type': type, ...headers },
    body,
    duplex: 'half',
  };
  return Promise.resolve(bff.app.request(new Request(`http://shop.example/v1/uploads?kind=${kind}`, init)));
}
const bytes = (text: string, ...more: number[]) => new Uint8Array([...Buffer.from(text, 'latin1'), ...more]);
const pdf = bytes('%PDF-1.7 an invented bill of an invented bakery');
const uploadDocument = async (kind: UploadKind, as = token) =>
  upload.parse(await (await send(pdf, { kind, as })).json());
const problemOf = async (response: Response) => problem.parse(await response.json());
const documents = () => bff.simulator.state.documents.list();
const create = (body: unknown, as = token) =>
  sendRequest(bff.app, createContract.path, { body, token: as, headers: { 'Idempotency-Key': crypto.randomUUID() } });

const heic = (major: string, ...compatible: string[]) =>
  bytes(`\0\0\0${String.fromCharCode(16 + 4 * compatible.length)}ftyp${major}\0\0\0\0${compatible.join('')}`, 0, 0);

test.each([
  ['a PDF', pdf, 'application/pdf'],
  ['a JPEG', bytes('\xff\xd8\xff\xe0 photo'), 'image/jpeg'],
  ['a PNG', bytes('\x89PNG\r\n\x1a\n picture'), 'image/png'],
  ['a HEIC photo', heic('heic', 'mif1'), 'image/heic'],
  ['a HEIC photo whose HEIC brand is only a compatible brand', heic('mif1', 'miaf', 'heic'), 'image/heic'],
])('detects %s by its content, regardless of the declared type', async (_, file, type) => {
  const response = await send(file, { type: 'text/html' });
  expect(response.status).toBe(201);
  expect(upload.parse(await response.json())).toMatchObject({ kind: 'latest_bill', type, bytes: file.byteLength });
  expect(documents()).toMatchObject([{ type, bytes: file.byteLength }]);
});

test.each([
  ['a Windows executable', bytes('MZ\x90\0')],
  ['a Linux executable', bytes('\x7fELF')],
  ['a shell script', bytes('#!/bin/sh\n')],
  ['a ZIP archive, the format of Office files', bytes('PK\x03\x04')],
  ['an SVG, which can contain a script', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['an HTML page', bytes('<!doctype html><script>alert(1)</script>')],
  ['HTML before a PDF header', bytes('<html>%PDF-1.7')],
  ['a GIF', bytes('GIF89a')],
  ['an AVIF, which uses the same container as HEIC', heic('avif', 'mif1', 'miaf')],
  ['an MP4 video', heic('isom', 'mp42')],
  ['a single byte', bytes('%')],
])('rejects %s that is declared as a PDF, without calling the upstream', async (_, file) => {
  expect(await problemOf(await send(file))).toMatchObject({ status: 415, code: 'file_type_unsupported' });
  expect(documents()).toEqual([]);
});

test('accepts a PDF of two hundred pages and passes it on unchanged', async () => {
  const long = await PDFDocument.create();
  for (let number = 0; number < 200; number++) long.addPage().drawText(`Page ${number}`);
  const file = new Uint8Array(await long.save());
  expect((await send(file)).status).toBe(201);
  expect(documents()).toMatchObject([{ sha256: createHash('sha256').update(file).digest('hex') }]);
});

test('rejects an empty file, an unknown purpose, and a compressed body', async () => {
  expect(await problemOf(await send(bytes('')))).toMatchObject({ status: 422, code: 'file_empty' });
  expect(await problemOf(await send(pdf, { kind: 'selfie' }))).toMatchObject({ code: 'invalid_request' });
  const compressed = await send(pdf, { headers: { 'Content-Encoding': 'gzip' } });
  expect(await problemOf(compressed)).toMatchObject({ code: 'unsupported_media_type' });
});

/** A stream that returns a PDF of `size` bytes in chunks, and counts the bytes that were read. */
function stream(size: number, chunk = 64 * 1024) {
  const progress = { bytes: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (progress.bytes >= size) return controller.close();
        const next = new Uint8Array(Math.min(chunk, size - progress.bytes));
        if (progress.bytes === 0) next.set(pdf.subarray(0, 8));
        progress.bytes += next.byteLength;
        controller.enqueue(next);
      },
      cancel() {
        progress.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, rangeRequests: progress };
}

test('accepts ten megabytes and rejects one byte more, with or without Content-Length', async () => {
  expect((await send(stream(MAX_UPLOAD_BYTES).body)).status).toBe(201);
  expect(await problemOf(await send(stream(MAX_UPLOAD_BYTES + 1).body))).toMatchObject({ code: 'file_too_large' });
  const declared = stream(MAX_UPLOAD_BYTES + 1);
  const response = await send(declared.body, { headers: { 'Content-Length': String(MAX_UPLOAD_BYTES + 1) } });
  expect(await problemOf(response)).toMatchObject({ status: 413, code: 'file_too_large' });
  expect(declared.rangeRequests.bytes).toBe(0);
  expect(documents().map((document) => document.bytes)).toEqual([MAX_UPLOAD_BYTES]);
});

test('reads only the beginning of an unsupported file', async () => {
  const progress = { bytes: 0, cancelled: false };
  const program = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        progress.bytes += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x4d));
      },
      cancel() {
        progress.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  expect(await problemOf(await send(program))).toMatchObject({ code: 'file_type_unsupported' });
  expect(progress).toEqual({ bytes: 1024, cancelled: true });
});

test('aborts an endless upload at the size limit', async () => {
  const endless = stream(Number.POSITIVE_INFINITY);
  expect(await problemOf(await send(endless.body))).toMatchObject({ code: 'file_too_large' });
  expect(endless.rangeRequests.bytes).toBeLessThan(MAX_UPLOAD_BYTES + 1024 * 1024);
  expect(endless.rangeRequests.cancelled).toBe(true);
});

test('the server reads a file no faster than the upstream accepts it', async () => {
  const { body, rangeRequests: progress } = stream(MAX_UPLOAD_BYTES);
  const slow = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      documents: {
        async upload(kind, file) {
          async function* slowBody() {
            let chunkCount = 0;
            for await (const chunk of file.bytes) {
              expect(progress.bytes).toBeLessThanOrEqual(++chunkCount * 64 * 1024);
              yield chunk;
            }
          }
          return client.documents.upload(kind, { ...file, bytes: slowBody() });
        },
      },
    }),
  });
  const before = bff;
  bff = slow;
  const { token: as } = await openSession(slow.app);
  expect((await send(body, { as })).status).toBe(201);
  await slow.close();
  bff = before;
});

test('an aborted upload leaves no file upstream', async () => {
  let sent = 0;
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++) controller.error(new Error('connection lost'));
      else controller.enqueue(new Uint8Array([...pdf, ...new Uint8Array(100)]));
    },
  });
  expect(await problemOf(await send(broken))).toMatchObject({ status: 400, code: 'file_cut_off' });
  expect(documents()).toEqual([]);
});

test('a session can upload at most thirty files per hour', async () => {
  const now = Date.now();
  bff.clock.now = () => new Date(now);
  for (let number = 0; number < 30; number++) expect((await send(bytes('MZ'))).status).toBe(415);
  const rejected = await send(pdf);
  expect(Number(rejected.headers.get('Retry-After'))).toBeGreaterThanOrEqual(3600);
  expect(await problemOf(rejected)).toMatchObject({ status: 429, code: 'quota_reached' });
  bff.clock.now = () => new Date(now + 63 * 60_000);
  expect((await send(pdf)).status).toBe(201);
});

test('an upload gets upstream_unavailable while the upstream is down', async () => {
  bff.simulator.state.scenario.update({ contracting: 'down' });
  expect(await problemOf(await send(pdf))).toMatchObject({ status: 503, code: 'upstream_unavailable' });
});

test('a contract includes its files, and the log contains neither their IDs nor their content', async () => {
  const bill = await uploadDocument('latest_bill');
  const certificate = await uploadDocument('tax_exemption');
  const body = {
    ...contractRequestFor(await firstOffer(bff.app, token)),
    latestBill: bill.id,
    taxExemption: { certificate: certificate.id },
  };
  const response = await create(body);
  expect(contractSchema.parse(await response.json()).status).toBe('sent');
  const [contract] = bff.simulator.state.contracts.list();
  const [newer, older] = documents();
  expect(contract?.input.documents).toEqual([
    { kind: 'latest_bill', id: older?.id },
    { kind: 'tax_exemption', id: newer?.id },
  ]);
  expect(contract?.input.taxExempt).toBe(true);
  const lines = bff.logLines.join('\n');
  expect(lines).toContain('"route":"/v1/uploads"');
  for (const secret of [bill.id, certificate.id, older?.id ?? '', 'invented bill']) expect(lines).not.toContain(secret);
});

test("another session's file, a file with another purpose, and an unknown file are each rejected at their field", async () => {
  const bill = await uploadDocument('latest_bill');
  const { token: other } = await openSession(bff.app);
  const validRequest = contractRequestFor(await firstOffer(bff.app, token));
  const errors = async (body: object, as = token) =>
    (await problemOf(await create({ ...validRequest, ...body }, as))).errors;
  const unknown = (path: string) => [{ path, code: 'upload_unknown', detail: 'upload unknown' }];
  expect(await errors({ latestBill: bill.id }, other)).toEqual(unknown('/latestBill'));
  expect(await errors({ latestBill: `up_${'A'.repeat(22)}` })).toEqual(unknown('/latestBill'));
  expect(await errors({ taxExemption: { certificate: bill.id } })).toEqual(unknown('/taxExemption/certificate'));
  expect(bff.simulator.state.contracts.list()).toEqual([]);
});

test('a session can still use its files after it is renewed', async () => {
  const bill = await uploadDocument('latest_bill');
  const now = bff.clock.now;
  bff.clock.now = () => new Date(Date.now() + 5 * 60 * 60_000);
  const opened = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, token });
  const { token: renewed } = await opened.json();
  bff.clock.now = now;
  const body = { ...contractRequestFor(await firstOffer(bff.app, renewed)), latestBill: bill.id };
  expect((await create(body, renewed)).status).toBe(201);
});

test('a tax exemption without a certificate is rejected at its field', async () => {
  const body = { ...contractRequestFor(await firstOffer(bff.app, token)), taxExemption: {} };
  expect((await problemOf(await create(body))).errors).toEqual([
    { path: '/taxExemption/certificate', code: 'required', detail: 'required' },
  ]);
});

test('an upstream rejection of a file or a tax exemption is reported at the corresponding field of our API', async () => {
  const bill = await uploadDocument('latest_bill');
  bff.simulator.state.documents.clear();
  const validRequest = contractRequestFor(await firstOffer(bff.app, token));
  expect((await problemOf(await create({ ...validRequest, latestBill: bill.id }))).errors).toMatchObject([
    { path: '/latestBill', code: 'document_not_found' },
  ]);
  const exempt = withConsent({
    ...validRequest,
    customer: { ...validRequest.customer, legalName: 'Tax Exempt Foundation' },
  });
  expect((await problemOf(await create(exempt))).errors).toMatchObject([
    { path: '/taxExemption/certificate', code: 'tax_exemption_without_certificate' },
  ]);
});
