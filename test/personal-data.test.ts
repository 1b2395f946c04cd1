import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import { type CreateContractRequest, createContract } from '../src/wire/create-contract.ts';
import { upload, uploadFile } from '../src/wire/upload.ts';
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
import { textFields, valueAt } from './fixtures/text-fields.ts';

let bff: TestBff;
let token: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const BILL_TEXT = 'the bill of Findable Bakery';

/** Text fields that identify no one, or that the server itself issued. */
const NOT_PERSONAL = [
  '/offerToken',
  '/customer/billingAddress/state',
  '/customer/billingAddress/postalCode',
  '/accounts/0/serviceAddress/city',
  '/accounts/0/serviceAddress/state',
  '/accounts/0/serviceAddress/postalCode',
  '/accounts/0/annualUsage/amount',
  '/currentSupply/contractEnd',
  '/replaces',
  '/corrects',
  '/approvalRequestId',
  '/latestBill',
  '/taxExemption/certificate',
  '/consent/templateVersion',
  '/consent/sha256',
];

/**
 * A request with a value in every field. Each personal value is unique enough to search for. All people are invented.
 */
const fullRequest = (body: CreateContractRequest, bill: string, certificate: string): CreateContractRequest =>
  withConsent({
    ...body,
    customer: {
      legalName: 'Findable Bakery LLC',
      entityType: 'llc',
      taxId: '987654321',
      tradeName: 'Findable Crumbs',
      billingAddress: {
        street: 'PO Box 4711',
        unit: 'Drawer Z',
        city: 'Findville',
        state: 'TX',
        postalCode: '78701',
      },
    },
    signer: { name: 'Dana Findable', title: 'Chief Finder', email: 'dana@findable.example', phone: '+12145550187' },
    contact: { name: 'Robin Findable', email: 'robin@findable.example', phone: '+12145550186' },
    accounts: [
      {
        identifier: '10443720098765432',
        meterNumber: 'FND123456',
        // Contains a character that Base64 lacks, so that random Base64 cannot match it.
        nameKey: 'FN&B',
        annualUsage: { amount: '120000', unit: 'kWh' },
        serviceAddress: {
          street: '77 Findable Avenue',
          unit: 'Oven 9',
          city: 'Dallas',
          state: 'TX',
          postalCode: '75201',
        },
      },
    ],
    currentSupply: { supplier: 'Findable Old Energy', contractEnd: '2026-12-31' },
    latestBill: bill,
    taxExemption: { certificate },
  });

function personalValues(request: CreateContractRequest): string[] {
  const paths = textFields(createContract.body);
  expect(NOT_PERSONAL.filter((path) => !paths.includes(path))).toEqual([]);
  return paths
    .filter((path) => !NOT_PERSONAL.includes(path))
    .map((path) => {
      const value = valueAt(request, path);
      if (typeof value !== 'string') throw new Error(`the test request has no value at ${path}`);
      return value;
    });
}

async function uploadDocument(kind: string): Promise<string> {
  const response = await bff.app.request(`${uploadFile.path}?kind=${kind}`, {
    method: 'POST',
    headers: { Origin: pageOrigin, Authorization: `Bearer ${token}` },
    body: `%PDF-1.7 ${BILL_TEXT}`,
  });
  return upload.parse(await response.json()).id;
}
const send = async (body: unknown) =>
  sendRequest(bff.app, createContract.path, { body, token, headers: { 'Idempotency-Key': crypto.randomUUID() } });
const stored = async (): Promise<string> =>
  JSON.stringify(
    await Promise.all(tableNames.map((name) => bff.appContext.store.selectFrom(name).selectAll().execute())),
  );

test.each([
  ['in a session', 'pk_test_demo'],
  ['by email', 'pk_test_email'],
])('no log, metric, store or response contains the input or files of a customer who signs %s', async (_, site) => {
  ({ token } = await openSession(bff.app, site));
  const body = fullRequest(
    contractRequestFor(await firstOffer(bff.app, token)),
    await uploadDocument('latest_bill'),
    await uploadDocument('tax_exemption'),
  );
  const personal = personalValues(body);
  const foundIn = (text: string): string[] => [...personal, BILL_TEXT].filter((value) => text.includes(value));
  const created = await send(body);
  expect(created.status).toBe(201);
  const rejections = [
    await send({ ...body, offerToken: 'x', customer: { ...body.customer, taxId: `${body.customer.taxId}0` } }),
    await send(
      withConsent({
        ...body,
        customer: { ...body.customer, legalName: `${body.customer.legalName} Credit Hold` },
        accounts: body.accounts.map((account) => ({ ...account, identifier: '10443720098765433' })),
      }),
    ),
  ];
  expect(rejections.map(({ status }) => status)).toEqual([422, 422]);
  const responses = (await Promise.all([created, ...rejections].map((response) => response.text()))).join('\n');
  expect(foundIn(responses)).toEqual([]);
  expect(foundIn(bff.logLines.join('\n'))).toEqual([]);
  expect(foundIn(await stored())).toEqual([]);
  const metrics = (await bff.appContext.metrics.read()).text;
  expect(metrics).toContain('/v1/contracts');
  expect(foundIn(metrics)).toEqual([]);
  // The input did reach the upstream.
  const upstream = JSON.stringify(bff.simulator.state.contracts.list());
  expect(foundIn(upstream)).toEqual(personal);
});

test('upload records are deleted when their session can no longer use them', async () => {
  await uploadDocument('latest_bill');
  const count = async () => (await bff.appContext.store.selectFrom('uploads').selectAll().execute()).length;
  const later = async (days: number) => {
    bff.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000);
    await deleteExpired(bff.appContext);
  };
  await later(8);
  expect(await count()).toBe(1);
  await later(10);
  expect(await count()).toBe(0);
});
