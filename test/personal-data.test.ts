import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeOld } from '../src/bff/payload/retention.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import { type CreateContract, createContract } from '../src/wire/contract.ts';
import { upload, uploadFile } from '../src/wire/upload.ts';
import { contractFor, createStack, firstOffer, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
});
afterEach(() => stack.close());

/** All that a customer may type, each of it to be found again. Everyone is invented. */
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

const everything = (body: CreateContract, bill: string, certificate: string): CreateContract => ({
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

const handIn = async (kind: string): Promise<string> => {
  const answer = await stack.app.request(`${uploadFile.path}?kind=${kind}`, {
    method: 'POST',
    headers: { Origin: page, Authorization: `Bearer ${token}` },
    body: `%PDF-1.7 ${typed.bill}`,
  });
  return upload.parse(await answer.json()).id;
};
const send = async (body: unknown) =>
  say(stack.app, createContract.path, { body, token, headers: { 'Idempotency-Key': crypto.randomUUID() } });
const foundIn = (text: string): string[] => Object.values(typed).filter((value) => text.includes(value));
const stored = async (): Promise<string> =>
  JSON.stringify(await Promise.all(tableNames.map((name) => stack.deps.store.selectFrom(name).selectAll().execute())));

test.each([
  ['in a session', 'pk_test_demo'],
  ['from an inbox', 'pk_test_email'],
])(
  'nothing a customer who signs %s typed or handed in is in a log, a metric, the store or an answer, taken or refused',
  async (_, site) => {
    ({ token } = await openSession(stack.app, site));
    const body = everything(
      contractFor(await firstOffer(stack.app, token)),
      await handIn('latest_bill'),
      await handIn('tax_exemption'),
    );
    const made = await send(body);
    expect(made.status).toBe(201);
    const refusals = [
      await send({ ...body, offerToken: 'x', customer: { ...body.customer, taxId: `${typed.taxId}0` } }),
      await send({ ...body, customer: { ...body.customer, legalName: `${typed.legalName} Credit Hold` } }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422]);
    const answers = (await Promise.all([made, ...refusals].map((answer) => answer.text()))).join('\n');
    expect(foundIn(answers)).toEqual([]);
    expect(foundIn(stack.lines.join('\n'))).toEqual([]);
    expect(foundIn(await stored())).toEqual([]);
    const metrics = (await stack.deps.metrics.read()).text;
    expect(metrics).toContain('/v1/contracts');
    expect(foundIn(metrics)).toEqual([]);
    // It did arrive where it belongs.
    const upstream = JSON.stringify(stack.simulator.world.contracts.list());
    expect(foundIn(upstream)).toEqual(Object.values(typed).filter((value) => value !== typed.bill));
  },
);

test('what is kept of files goes with the time in which a session can name them', async () => {
  await handIn('latest_bill');
  const count = async () => (await stack.deps.store.selectFrom('uploads').selectAll().execute()).length;
  const later = async (days: number) => {
    stack.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000);
    await removeOld(stack.deps);
  };
  await later(8);
  expect(await count()).toBe(1);
  await later(10);
  expect(await count()).toBe(0);
});
