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
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

/** All input of a customer, each value distinct enough to search for. All people are invented. */
const typed = {
  legalName: 'Findable Bakery LLC',
  tradeName: 'Findable Crumbs',
  taxId: '987654321',
  billingStreet: 'PO Box 4711',
  billingUnit: 'Drawer Z',
  billingCity: 'Findville',
  signer: 'Dana Findable',
  title: 'Chief Finder',
  email: 'dana@findable.example',
  phone: '+12145550187',
  contact: 'Robin Findable',
  contactEmail: 'robin@findable.example',
  contactPhone: '+12145550186',
  identifier: '10443720098765432',
  meterNumber: 'FND123456',
  nameKey: 'FNDB',
  street: '77 Findable Avenue',
  unit: 'Oven 9',
  supplier: 'Findable Old Energy',
  bill: 'the bill of Findable Bakery',
};

const fullRequest = (body: CreateContractRequest, bill: string, certificate: string): CreateContractRequest => ({
  ...body,
  customer: {
    legalName: typed.legalName,
    entityType: 'llc',
    taxId: typed.taxId,
    tradeName: typed.tradeName,
    billingAddress: {
      street: typed.billingStreet,
      unit: typed.billingUnit,
      city: typed.billingCity,
      state: 'TX',
      postalCode: '78701',
    },
  },
  signer: { name: typed.signer, title: typed.title, email: typed.email, phone: typed.phone },
  contact: { name: typed.contact, email: typed.contactEmail, phone: typed.contactPhone },
  accounts: [
    {
      identifier: typed.identifier,
      meterNumber: typed.meterNumber,
      nameKey: typed.nameKey,
      serviceAddress: { street: typed.street, unit: typed.unit, city: 'Dallas', state: 'TX', postalCode: '75201' },
    },
  ],
  currentSupply: { supplier: typed.supplier, contractEnd: '2026-12-31' },
  latestBill: bill,
  taxExemption: { certificate },
  consent: { accepted: true, text: `I may sign for ${typed.legalName}.` },
});

async function uploadDocument(kind: string): Promise<string> {
  const answer = await bff.app.request(`${uploadFile.path}?kind=${kind}`, {
    method: 'POST',
    headers: { Origin: pageOrigin, Authorization: `Bearer ${token}` },
    body: `%PDF-1.7 ${typed.bill}`,
  });
  return upload.parse(await answer.json()).id;
}
const send = async (body: unknown) =>
  sendRequest(bff.app, createContract.path, { body, token, headers: { 'Idempotency-Key': crypto.randomUUID() } });
const foundIn = (text: string): string[] => Object.values(typed).filter((value) => text.includes(value));
const stored = async (): Promise<string> =>
  JSON.stringify(
    await Promise.all(tableNames.map((name) => bff.appContext.store.selectFrom(name).selectAll().execute())),
  );

test.each([
  ['in a session', 'pk_test_demo'],
  ['from an inbox', 'pk_test_email'],
])(
  'nothing that a customer who signs %s entered or uploaded is in a log, a metric, the store or a response, accepted or rejected',
  async (_, site) => {
    ({ token } = await openSession(bff.app, site));
    const body = fullRequest(
      contractRequestFor(await firstOffer(bff.app, token)),
      await uploadDocument('latest_bill'),
      await uploadDocument('tax_exemption'),
    );
    const created = await send(body);
    expect(created.status).toBe(201);
    const refusals = [
      await send({ ...body, offerToken: 'x', customer: { ...body.customer, taxId: `${typed.taxId}0` } }),
      await send({ ...body, customer: { ...body.customer, legalName: `${typed.legalName} Credit Hold` } }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422]);
    const answers = (await Promise.all([created, ...refusals].map((answer) => answer.text()))).join('\n');
    expect(foundIn(answers)).toEqual([]);
    expect(foundIn(bff.logLines.join('\n'))).toEqual([]);
    expect(foundIn(await stored())).toEqual([]);
    const metrics = (await bff.appContext.metrics.read()).text;
    expect(metrics).toContain('/v1/contracts');
    expect(foundIn(metrics)).toEqual([]);
    // It did reach the upstream.
    const upstream = JSON.stringify(bff.simulator.state.contracts.list());
    expect(foundIn(upstream)).toEqual(Object.values(typed).filter((value) => value !== typed.bill));
  },
);

test('records of uploads are deleted when their session can no longer refer to them', async () => {
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
