import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Utility } from '../../wire/utility.ts';
import type { Site } from '../rates/site-rows.ts';
import type { ListedSites } from '../shopper.ts';
import type { CustomerInput } from './customer-input.ts';
import { createCustomerModel } from './customer-model.ts';
import { listedAccounts } from './listed-accounts.ts';

const site = (over: Partial<Site>): Site => ({
  line: 2,
  name: 'North bakery',
  postalCode: '75201',
  usage: '24000',
  unit: 'kWh',
  accountNumber: '10443720000000001',
  street: '1 North St',
  city: 'Dallas',
  ...over,
});
const utility: Utility = {
  code: 'ONCOR',
  name: 'Oncor',
  state: 'TX',
  commodity: 'electric',
  zones: [],
  leadTimeDays: 7,
  needs: [],
  identifier: { name: 'ESI ID', rule: '^\\d{17}$', certainty: 'published' },
};
const two = { utilities: ['ONCOR'], sites: [site({}), site({ accountNumber: '', street: '', postalCode: '75202' })] };
const model = (list: ListedSites | undefined = two, typed?: CustomerInput) => {
  const held = signal(typed);
  const listed = listedAccounts(list, utility);
  return { held, ...createCustomerModel({ held, utility, postalCode: '75201', listed }) };
};

test('the meters of a list are there to begin with, with what the list had of each', () => {
  const { input } = model();
  expect(input.value.accounts).toMatchObject([
    { identifier: '10443720000000001', street: '1 North St', city: 'Dallas', postalCode: '75201' },
    { identifier: '', street: '', postalCode: '75202', annualUsage: { amount: '24000', unit: 'kWh' } },
  ]);
});

test('each meter’s usage goes into the contract', () => {
  const one = model();
  one.removeAccount(1);
  one.type('/customer/legalName', 'Invented Bakery LLC');
  one.type('/customer/entityType', 'llc');
  one.type('/customer/taxId', '123456789');
  one.type('/signer/name', 'Dana Example');
  one.type('/signer/title', 'Owner');
  one.type('/signer/email', 'dana@example.com');
  one.type('/signer/phone', '2145550199');
  expect(one.finish()?.accounts).toMatchObject([{ annualUsage: { amount: '24000', unit: 'kWh' } }]);
});

test('what was typed by hand is not written over by a list', () => {
  const first = model({ utilities: [], sites: [] });
  first.typeAccount(0, 'street', '9 Typed Rd');
  const second = model(two, first.held.value);
  expect(second.input.value.accounts.map(({ street }) => street)).toEqual(['9 Typed Rd']);
});

test('a list for another utility fills in nothing, and no more meters than a contract takes', () => {
  expect(listedAccounts(two, { code: 'PECO' })).toBeUndefined();
  const long = { utilities: ['ONCOR'], sites: Array.from({ length: 80 }, (_, line) => site({ line })) };
  expect(listedAccounts(long, utility)).toHaveLength(50);
});
