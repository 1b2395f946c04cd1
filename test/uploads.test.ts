import { createHash } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract as contractSchema, createContract } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { largestUpload, type UploadKind, upload } from '../src/wire/upload.ts';
import { contractFor, createStack, firstOffer, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
});
afterEach(() => stack.close());

interface Sending {
  readonly kind?: string;
  readonly type?: string;
  readonly as?: string;
  readonly headers?: Record<string, string>;
}

/** Sends a file the way a page does. A stream goes without a length. */
const send = (
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  { kind = 'latest_bill', type = 'application/pdf', as = token, headers = {} }: Sending = {},
): Promise<Response> => {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { Origin: page, Authorization: `Bearer ${as}`, 'Content-Type': type, ...headers },
    body,
    duplex: 'half',
  };
  return Promise.resolve(stack.app.request(new Request(`http://shop.example/v1/uploads?kind=${kind}`, init)));
};
const bytes = (text: string, ...more: number[]) => new Uint8Array([...Buffer.from(text, 'latin1'), ...more]);
const pdf = bytes('%PDF-1.7 an invented bill of an invented bakery');
const handIn = async (kind: UploadKind, as = token) => upload.parse(await (await send(pdf, { kind, as })).json());
const problemOf = async (answer: Response) => problem.parse(await answer.json());
const documents = () => stack.simulator.world.documents.list();
const create = (body: unknown, as = token) =>
  say(stack.app, createContract.path, { body, token: as, headers: { 'Idempotency-Key': crypto.randomUUID() } });

const heic = (major: string, ...compatible: string[]) =>
  bytes(`\0\0\0${String.fromCharCode(16 + 4 * compatible.length)}ftyp${major}\0\0\0\0${compatible.join('')}`, 0, 0);

test.each([
  ['a PDF', pdf, 'application/pdf'],
  ['a JPEG', bytes('\xff\xd8\xff\xe0 photo'), 'image/jpeg'],
  ['a PNG', bytes('\x89PNG\r\n\x1a\n picture'), 'image/png'],
  ['a telephone’s photo', heic('heic', 'mif1'), 'image/heic'],
  ['a photo whose own brand comes second', heic('mif1', 'miaf', 'heic'), 'image/heic'],
])('%s is known by its content, whatever it is claimed to be', async (_, file, type) => {
  const answer = await send(file, { type: 'text/html' });
  expect(answer.status).toBe(201);
  expect(upload.parse(await answer.json())).toMatchObject({ kind: 'latest_bill', type, bytes: file.byteLength });
  expect(documents()).toMatchObject([{ type, bytes: file.byteLength }]);
});

test.each([
  ['a Windows program', bytes('MZ\x90\0')],
  ['a Linux program', bytes('\x7fELF')],
  ['a script', bytes('#!/bin/sh\n')],
  ['a zip archive, and with it every office file', bytes('PK\x03\x04')],
  ['a drawing that may carry a script', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a page', bytes('<!doctype html><script>alert(1)</script>')],
  ['a page before a PDF', bytes('<html>%PDF-1.7')],
  ['a moving picture', bytes('GIF89a')],
  ['an AVIF, which shares its box with HEIC', heic('avif', 'mif1', 'miaf')],
  ['a film', heic('isom', 'mp42')],
  ['one byte', bytes('%')],
])('%s called a PDF is refused, and the upstream hears nothing of it', async (_, file) => {
  expect(await problemOf(await send(file))).toMatchObject({ status: 415, code: 'file_type_unsupported' });
  expect(documents()).toEqual([]);
});

test('what is inside a file plays no part: two hundred pages pass, and nobody unpacks them', async () => {
  const long = await PDFDocument.create();
  for (let number = 0; number < 200; number++) long.addPage().drawText(`Page ${number}`);
  const file = new Uint8Array(await long.save());
  expect((await send(file)).status).toBe(201);
  expect(documents()).toMatchObject([{ sha256: createHash('sha256').update(file).digest('hex') }]);
});

test('an empty file, one of another purpose, and a compressed body are refused', async () => {
  expect(await problemOf(await send(bytes('')))).toMatchObject({ status: 422, code: 'file_empty' });
  expect(await problemOf(await send(pdf, { kind: 'selfie' }))).toMatchObject({ code: 'invalid_request' });
  const packed = await send(pdf, { headers: { 'Content-Encoding': 'gzip' } });
  expect(await problemOf(packed)).toMatchObject({ code: 'unsupported_media_type' });
});

/** A PDF of so many bytes in chunks, and how many of them were asked for. */
const stream = (size: number, chunk = 64 * 1024) => {
  const asked = { bytes: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (asked.bytes >= size) return controller.close();
        const next = new Uint8Array(Math.min(chunk, size - asked.bytes));
        if (asked.bytes === 0) next.set(pdf.subarray(0, 8));
        asked.bytes += next.byteLength;
        controller.enqueue(next);
      },
      cancel() {
        asked.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, asked };
};

test('ten megabytes pass, one byte more does not, said beforehand or not', async () => {
  expect((await send(stream(largestUpload).body)).status).toBe(201);
  expect(await problemOf(await send(stream(largestUpload + 1).body))).toMatchObject({ code: 'file_too_large' });
  const declared = stream(largestUpload + 1);
  const answer = await send(declared.body, { headers: { 'Content-Length': String(largestUpload + 1) } });
  expect(await problemOf(answer)).toMatchObject({ status: 413, code: 'file_too_large' });
  expect(declared.asked.bytes).toBe(0);
  expect(documents().map((document) => document.bytes)).toEqual([largestUpload]);
});

test('of what is no file that we take, no more is read than the beginning', async () => {
  const asked = { bytes: 0, cancelled: false };
  const program = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        asked.bytes += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x4d));
      },
      cancel() {
        asked.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  expect(await problemOf(await send(program))).toMatchObject({ code: 'file_type_unsupported' });
  expect(asked).toEqual({ bytes: 1024, cancelled: true });
});

test('a file without an end is let go of at the limit', async () => {
  const endless = stream(Number.POSITIVE_INFINITY);
  expect(await problemOf(await send(endless.body))).toMatchObject({ code: 'file_too_large' });
  expect(endless.asked.bytes).toBeLessThan(largestUpload + 1024 * 1024);
  expect(endless.asked.cancelled).toBe(true);
});

test('no more of a file is taken in than the upstream takes on', async () => {
  const { body, asked } = stream(largestUpload);
  const slow = await createStack({
    onTheWay: (client) => ({
      ...client,
      documents: {
        async send(kind, file) {
          async function* slowly() {
            let taken = 0;
            for await (const chunk of file.bytes) {
              expect(asked.bytes).toBeLessThanOrEqual(++taken * 64 * 1024);
              yield chunk;
            }
          }
          return client.documents.send(kind, { ...file, bytes: slowly() });
        },
      },
    }),
  });
  const before = stack;
  stack = slow;
  const { token: as } = await openSession(slow.app);
  expect((await send(body, { as })).status).toBe(201);
  await slow.close();
  stack = before;
});

test('a file that breaks off is not there', async () => {
  let sent = 0;
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++) controller.error(new Error('the line went dead'));
      else controller.enqueue(new Uint8Array([...pdf, ...new Uint8Array(100)]));
    },
  });
  expect(await problemOf(await send(broken))).toMatchObject({ status: 400, code: 'file_cut_off' });
  expect(documents()).toEqual([]);
});

test('a session sends thirty files an hour, and another hour another thirty', async () => {
  const now = Date.now();
  stack.clock.now = () => new Date(now);
  for (let number = 0; number < 30; number++) expect((await send(bytes('MZ'))).status).toBe(415);
  const refused = await send(pdf);
  expect(refused.headers.get('Retry-After')).toBe('3600');
  expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'rate_limited' });
  stack.clock.now = () => new Date(now + 61 * 60_000);
  expect((await send(pdf)).status).toBe(201);
});

test('while the upstream is down a file is not lost silently', async () => {
  stack.simulator.world.scenario.change({ contracting: 'down' });
  expect(await problemOf(await send(pdf))).toMatchObject({ status: 503, code: 'upstream_unavailable' });
});

test('a contract takes its files with it, and no line of the log knows more than that there was one', async () => {
  const bill = await handIn('latest_bill');
  const certificate = await handIn('tax_exemption');
  const body = {
    ...contractFor(await firstOffer(stack.app, token)),
    latestBill: bill.id,
    taxExemption: { certificate: certificate.id },
  };
  const answer = await create(body);
  expect(contractSchema.parse(await answer.json()).status).toBe('sent');
  const [made] = stack.simulator.world.contracts.list();
  const [newer, older] = documents();
  expect(made?.input.documents).toEqual([
    { kind: 'latest_bill', id: older?.id },
    { kind: 'tax_exemption', id: newer?.id },
  ]);
  expect(made?.input.taxExempt).toBe(true);
  const lines = stack.lines.join('\n');
  expect(lines).toContain('"route":"/v1/uploads"');
  for (const secret of [bill.id, certificate.id, older?.id ?? '', 'invented bill']) expect(lines).not.toContain(secret);
});

test('a file belongs to its session: another one’s, one of another purpose or one that never was is refused at its field', async () => {
  const bill = await handIn('latest_bill');
  const { token: other } = await openSession(stack.app);
  const good = contractFor(await firstOffer(stack.app, token));
  const errors = async (body: object, as = token) => (await problemOf(await create({ ...good, ...body }, as))).errors;
  const unknown = (path: string) => [{ path, code: 'upload_unknown', detail: 'upload unknown' }];
  expect(await errors({ latestBill: bill.id }, other)).toEqual(unknown('/latestBill'));
  expect(await errors({ latestBill: `up_${'A'.repeat(22)}` })).toEqual(unknown('/latestBill'));
  expect(await errors({ taxExemption: { certificate: bill.id } })).toEqual(unknown('/taxExemption/certificate'));
  expect(stack.simulator.world.contracts.list()).toEqual([]);
});

test('a session that was renewed still has its files', async () => {
  const bill = await handIn('latest_bill');
  const now = stack.clock.now;
  stack.clock.now = () => new Date(Date.now() + 5 * 60 * 60_000);
  const opened = await say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, token });
  const { token: renewed } = await opened.json();
  stack.clock.now = now;
  const body = { ...contractFor(await firstOffer(stack.app, renewed)), latestBill: bill.id };
  expect((await create(body, renewed)).status).toBe(201);
});

test('an exemption without a certificate is refused before the upstream hears of it', async () => {
  const body = { ...contractFor(await firstOffer(stack.app, token)), taxExemption: {} };
  expect((await problemOf(await create(body))).errors).toEqual([
    { path: '/taxExemption/certificate', code: 'required', detail: 'required' },
  ]);
});

test('what the upstream says of a file or of an exemption is told at the wire’s own field', async () => {
  const bill = await handIn('latest_bill');
  stack.simulator.world.documents.clear();
  const good = contractFor(await firstOffer(stack.app, token));
  expect((await problemOf(await create({ ...good, latestBill: bill.id }))).errors).toMatchObject([
    { path: '/latestBill', code: 'document_not_found' },
  ]);
  const exempt = { ...good, customer: { ...good.customer, legalName: 'Tax Exempt Foundation' } };
  expect((await problemOf(await create(exempt))).errors).toMatchObject([
    { path: '/taxExemption/certificate', code: 'tax_exemption_without_certificate' },
  ]);
});
