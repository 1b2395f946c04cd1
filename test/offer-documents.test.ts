import { PDFDocument } from '@cantoo/pdf-lib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeOfferDocument } from '../src/bff/offer-documents/offer-document.ts';
import { readOfferToken, type VerifiedOffer } from '../src/bff/rates/offer-token.ts';
import type { Offer } from '../src/wire/offer.ts';
import { problem } from '../src/wire/problem.ts';
import { createOfferDocument } from '../src/wire/share-offers.ts';
import {
  createTestBff,
  dallasOffersRequest,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { tamper } from './fixtures/tamper.ts';
import { readPdfLines } from './support/pdf-text.ts';

let bff: TestBff;
let token: string;
let offer: Offer;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  const currentRate = { amount: '0.2', unit: 'kWh' };
  offer = await firstOffer(bff.app, token, { ...dallasOffersRequest, currentRate });
});
afterEach(() => bff.close());

const request = (body: object = {}, by = token) =>
  sendRequest(bff.app, createOfferDocument.path, {
    body: { offerToken: offer.offerToken, locale: 'en-US', timeZone: 'America/Chicago', postalCode: '75201', ...body },
    token: by,
  });
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const codeOf = async (response: Response) => problem.parse(await response.json()).code;
const textOf = async (response: Response) => (await readPdfLines(await bytesOf(response))).join(' ');

const verified = (changes: Partial<VerifiedOffer> = {}): VerifiedOffer => {
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  return { ...readOfferToken(bff.appContext.keys, site, new Date(), offer.offerToken), ...changes };
};
const branding = {
  legalName: 'Lonestar Energy Advisors LLC',
  phone: '(214) 555-0142',
  licenses: [{ state: 'TX', license: 'PUCT broker registration BR000000' }],
};
const write = (
  changes: Partial<VerifiedOffer> = {},
  input: Partial<Parameters<typeof writeOfferDocument>[0]> = {},
): Promise<Uint8Array> =>
  writeOfferDocument({
    site: { name: 'Lonestar', branding, environment: 'live' },
    offer: verified(changes),
    utility: { name: 'Oncor', leadTimeDays: 7 },
    locale: 'en-US',
    timeZone: 'America/Chicago',
    now: new Date('2027-01-04T15:04:05Z'),
    ...input,
  });
const linesOf = async (...input: Parameters<typeof write>) => readPdfLines(await write(...input));
const textFrom = async (...input: Parameters<typeof write>) => (await linesOf(...input)).join(' ');

test('responds with a PDF of the offer that caches must not store', async () => {
  const response = await request();
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('application/pdf');
  expect(response.headers.get('Cache-Control')).toContain('no-store');
  expect(response.headers.get('Content-Disposition')).toContain('attachment');
  const text = await textOf(response);
  const dollars = (amount: string) => Number(amount).toLocaleString('en-US', { maximumFractionDigits: 0 });
  for (const part of [
    offer.supplier.name,
    offer.product.name,
    `${Number((Number(offer.rate.amount) * 100).toFixed(6))}`,
    `${offer.termMonths} months, starting`,
    `$${dollars(offer.estimate.annual.amount)}`,
    `$${dollars(offer.estimate.monthly.amount)}`,
    '120,000 kWh a year',
    `About $${dollars(String(-Number(offer.estimate.difference?.amount)))} less`,
    'This is not a contract.',
    'Test mode',
  ])
    expect(text).toContain(part);
});

test('the document contains every term, the broker’s license and phone number, and the charges that are extra', async () => {
  const lines = await linesOf({
    rate: { amount: '0.0786', unit: 'kWh' },
    productKind: 'fixed_pass_through',
    termMonths: 24,
    startMonth: '2027-03',
    monthlyFee: '4.95',
    earlyTermination: { kind: 'per_month_left', amount: '15.00' },
    swingPercent: 20,
    greenPercent: 50,
    brokerFeeMils: '3.0',
    holdsUntil: '2027-01-04T23:00:00.000Z',
    currentRate: { amount: '0.098', unit: 'kWh' },
  });
  const text = lines.join(' ');
  for (const part of [
    'This is not a contract. Prepared January 4, 2027 at 9:04 AM CST.',
    '7.86 ¢/kWh',
    'Capacity and transmission charges are added at cost',
    '24 months, starting March 2027',
    '$4.95/month, included in the totals',
    '$15 for each month remaining',
    'within ±20% of your annual usage',
    '50%',
    '$0.003/kWh, included in the rate',
    '$791',
    '$9,491',
    '9.80 ¢/kWh',
    'About $2,269 less a year, before pass-through charges',
    'January 4, 2027 at 5:00 PM CST',
    'February 22, 2027, so that Oncor can switch you on the first of March 2027',
    'Supply charges only. Delivery charges and taxes are extra.',
    'Lonestar Energy Advisors LLC',
    'TX: PUCT broker registration BR000000',
    '(214) 555-0142',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('Test mode');
});

test('a Spanish document is in Spanish, including its title and the language in its metadata', async () => {
  const bytes = await write({}, { locale: 'es-US' });
  const text = (await readPdfLines(bytes)).join(' ');
  for (const part of [
    'Esto no es un contrato.',
    'Oferta de suministro de electricidad',
    'Cargo por cancelación anticipada',
    'Solo cargos de suministro. Los cargos de entrega y los impuestos son aparte.',
    'Firme a más tardar',
    'página 1 de 1',
  ])
    expect(text).toContain(part);
  expect(text).not.toMatch(/\b(the|your|rate|month)\b/i);
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  expect(document.getLanguage()).toBe('es-US');
  expect(document.getTitle()).toContain('Oferta de suministro de electricidad: ');
});

test('no upstream text makes the document fail or exceed two pages', async () => {
  const names = ['東京電力 🙂', '\u202e\u0000\ud800', 'W'.repeat(1_500), 'a b '.repeat(600), '', 'Łódź\n\tÉnergie'];
  for (const name of names) {
    const bytes = await write({ supplier: name, product: name, utility: name }, { utility: undefined });
    expect((await PDFDocument.load(bytes)).getPageCount()).toBeLessThanOrEqual(2);
  }
  expect(await textFrom({ supplier: 'Łódź Énergie', product: '東京' })).toMatch(/Lódz Énergie.*\?\?/);
});

test('the document omits the last day to sign if there is no ZIP code or the upstream is down', async () => {
  expect(await textOf(await request())).toMatch(/Oncor.*Sign by/);
  expect(await textOf(await request({ postalCode: undefined }))).not.toContain('Sign by');
  await bff.simulator.close();
  const down = await request({ postalCode: '75202' });
  expect(down.status).toBe(200);
  expect(await textOf(down)).not.toContain('Sign by');
});

test('if the time zone is unknown, times are in UTC', async () => {
  expect(await textOf(await request({ timeZone: 'Mars/Olympus' }))).toContain('UTC');
  expect(await codeOf(await request({ timeZone: 'a b' }))).toBe('invalid_request');
});

test('rejects an offer that was changed, belongs to another site or has expired', async () => {
  expect(await codeOf(await request({ offerToken: tamper(offer.offerToken) }))).toBe('offer_invalid');
  expect(await codeOf(await request({}, (await openSession(bff.app, 'pk_test_electric')).token))).toBe('offer_invalid');
  bff.clock.now = () => new Date(Date.parse(offer.expiresAt) + 1_000);
  ({ token } = await openSession(bff.app));
  expect(await codeOf(await request())).toBe('offer_expired');
});

test('writing an offer document counts as twenty requests against the IP address’s rate limit', async () => {
  await bff.close();
  bff = await createTestBff({ rateLimits: { address: 60 } });
  ({ token } = await openSession(bff.app));
  offer = await firstOffer(bff.app, token);
  const statuses: number[] = [];
  for (let count = 0; count < 3; count++) statuses.push((await request()).status);
  expect(statuses).toEqual([200, 200, 429]);
});
