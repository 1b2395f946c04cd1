import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { mscContract } from '../../upstreams/msc/contracting-schema.ts';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { ContractInput } from './contract-input.ts';

let harness: SimulatorHarness;
let price: MscPrice;
beforeEach(async () => {
  harness = await createSimulatorHarness();
  const [first] = await harness.prices();
  if (!first) throw new Error('no price');
  price = first;
});
afterEach(() => harness.close());

const errorsFor = async (changes: Partial<ContractInput>) => {
  const { contract, userErrors } = await harness.createContract(harness.contractInput(price, changes));
  expect(contract).toBeNull();
  return userErrors.map(({ code, field }) => `${code} ${field.join('.')}`);
};
const accounts = (...identifiers: string[]): ContractInput['accounts'] =>
  identifiers.flatMap((identifier) =>
    harness.contractInput(price).accounts.map((account) => ({ ...account, identifier })),
  );

test('creates and sends a contract, and returns only the last four digits of its account numbers', async () => {
  const { contract, userErrors } = await harness.createContract(harness.contractInput(price));
  expect(userErrors).toEqual([]);
  expect(mscContract.parse(contract)).toMatchObject({
    id: expect.stringMatching(/^msc_test_/),
    status: 'sent',
    accounts: [{ identifierLast4: '0017', status: 'sent' }],
  });
});

test('creates only one contract for a reference, even if a repeated request has different input', async () => {
  const input = harness.contractInput(price);
  const first = await harness.createContract(input);
  const otherResults = await Promise.all([
    harness.createContract(input),
    harness.createContract({ ...input, priceId: 'prc_gone' }),
  ]);
  expect(otherResults.map(({ contract }) => contract?.id)).toEqual([first.contract?.id, first.contract?.id]);
  expect(harness.state.contracts.list()).toHaveLength(1);
});

test('rejects a shown rate that differs from the price’s rate', async () => {
  expect(await errorsFor({ shownRate: { amount: '0.01', unit: 'kWh' } })).toEqual(['RATE_CHANGED shownRate.amount']);
});

test('ignores trailing zeros when it compares rates', async () => {
  const shownRate = { amount: `${price.rate.amount}00`, unit: 'kWh' };
  expect((await harness.createContract(harness.contractInput(price, { shownRate }))).userErrors).toEqual([]);
});

test('rejects an expired price', async () => {
  harness.clock.now = new Date(price.validUntil);
  expect(await errorsFor({})).toEqual(['RATE_EXPIRED priceId']);
});

test('rejects an identifier that violates a published rule', async () => {
  expect(await errorsFor({ accounts: accounts('10443720000000017', '12345') })).toEqual([
    'ACCOUNT_IDENTIFIER_MALFORMED accounts.1.identifier',
  ]);
});

test('accepts an identifier that violates an uncertain rule', async () => {
  const [peco] = await harness.prices({ utility: 'PECO' });
  if (!peco) throw new Error('no price');
  const [account] = harness.contractInput(peco).accounts;
  if (!account) throw new Error('no account');
  const serviceAddress = { ...account.serviceAddress, state: 'PA' };
  const accounts = [{ ...account, serviceAddress, identifier: '123456789012' }];
  expect((await harness.createContract(harness.contractInput(peco, { accounts }))).userErrors).toEqual([]);
});

test('rejects a duplicate account', async () => {
  expect(await errorsFor({ accounts: accounts('10443720000000017', '10443720000000017') })).toEqual([
    'DUPLICATE_ACCOUNT accounts.1.identifier',
  ]);
});

test('rejects an account outside the price’s state', async () => {
  const [account] = accounts('10443720000000017');
  if (!account) throw new Error('no account');
  const otherAccount = { ...account, serviceAddress: { ...account.serviceAddress, state: 'OH' } };
  expect(await errorsFor({ accounts: [otherAccount] })).toEqual([
    'UTILITY_RATE_MISMATCH accounts.0.serviceAddress.state',
  ]);
});

test('rejects a start month that differs from the price’s start month', async () => {
  expect(await errorsFor({ startMonth: '2027-02' })).toEqual(['UTILITY_RATE_MISMATCH startMonth']);
});

test.each(['99999.99', '150000'])('rejects a usage of %s kWh, which is outside the usage band', async (annualUsage) => {
  expect(await errorsFor({ annualUsage })).toEqual(['USAGE_OUTSIDE_BAND annualUsage']);
});

test.each([
  ['  ', 'LEGAL_NAME_MISSING'],
  ['Credit Hold Diner Inc', 'CREDIT_HOLD'],
])('rejects the customer name "%s" with error code %s', async (legalName, code) => {
  const customer = { legalName, entityType: 'llc', taxId: '123456789' };
  expect(await errorsFor({ customer })).toEqual([`${code} customer.legalName`]);
});

test.each([
  ['a customer who claims a tax exemption', { taxExempt: true }],
  [
    'a customer whose name contains Tax Exempt',
    { customer: { legalName: 'Tax Exempt Choir', entityType: 'llc', taxId: '123456789' } },
  ],
])('requires an exemption certificate from %s', async (_, overrides) => {
  expect(await errorsFor(overrides)).toEqual(['TAX_EXEMPTION_WITHOUT_CERTIFICATE taxExempt']);
  const owner = { partnerId: 'demo', environment: 'test' as const };
  const file = { type: 'application/pdf', bytes: 1, sha256: '00' };
  const certificate = harness.state.documents.add(owner, { ...file, kind: 'tax_exemption' });
  const documents = [{ kind: 'tax_exemption' as const, id: certificate.id }];
  expect((await harness.createContract(harness.contractInput(price, { ...overrides, documents }))).userErrors).toEqual(
    [],
  );
  expect(await errorsFor({ ...overrides, documents: [{ kind: 'tax_exemption', id: 'doc_none' }] })).toEqual([
    'DOCUMENT_NOT_FOUND documents.0.id',
  ]);
});

test('requires the account fields that the utility needs', async () => {
  const [price] = await harness.prices({ utility: 'EVCT' });
  if (!price) throw new Error('no price');
  const { accounts } = harness.contractInput(price);
  const created = accounts.map((account) => ({
    ...account,
    identifier: '51234567890',
    serviceAddress: { ...account.serviceAddress, state: 'CT' },
  }));
  const codes = async (accounts: ContractInput['accounts']) =>
    (await harness.createContract(harness.contractInput(price, { accounts }))).userErrors.map(({ code, field }) => [
      code,
      field.join('.'),
    ]);
  expect(await codes(created)).toEqual([['NAME_KEY_MISSING', 'accounts.0.nameKey']]);
  expect(await codes(created.map((account) => ({ ...account, nameKey: 'INVE' })))).toEqual([]);
});

test('reports all errors together', async () => {
  const customer = { legalName: '', entityType: 'llc', taxId: '123456789' };
  expect(await errorsFor({ customer, annualUsage: '1', accounts: accounts('1') })).toHaveLength(3);
});

test('in the changed-rate scenario, rejects the shown rate and raises the price’s rate by about 4 percent', async () => {
  harness.state.scenario.update({ rate: 'changed' });
  expect(await errorsFor({})).toEqual(['RATE_CHANGED shownRate.amount']);
  const now = harness.state.prices.get(price.priceId, 'test');
  expect(Number(now?.rate.amount) / Number(price.rate.amount)).toBeCloseTo(1.04, 3);
  expect((await harness.createContract(harness.contractInput(now ?? price))).userErrors).toEqual([]);
});
