import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Utility } from '../../wire/utility.ts';
import type { ImportedLocations } from '../location-import/imported-locations.ts';
import type { ImportedLocation } from '../location-import/parse-rows.ts';
import type { CustomerInput } from './customer-input.ts';
import { createCustomerStore } from './customer-store.ts';
import { toAccounts } from './imported-accounts.tsx';

const site = (overrides: Partial<ImportedLocation>): ImportedLocation => ({
  line: 2,
  name: 'North bakery',
  postalCode: '75201',
  usage: '24000',
  unit: 'kWh',
  accountNumber: '10443720000000001',
  street: '1 North St',
  city: 'Dallas',
  ...overrides,
});
const utility: Utility = {
  code: 'ONCOR',
  name: 'Oncor',
  state: 'TX',
  commodity: 'electric',
  zones: [],
  leadTimeDays: 7,
  requiredFields: [],
  identifier: { name: 'ESI ID', pattern: '^\\d{17}$', confidence: 'published' },
};
const twoAccounts = {
  utilities: ['ONCOR'],
  locations: [site({}), site({ accountNumber: '', street: '', postalCode: '75202' })],
};
const createStore = (list: ImportedLocations | undefined = twoAccounts, enterIdentifier?: CustomerInput) => {
  const draft = signal(enterIdentifier);
  const imported = toAccounts(list, utility);
  return {
    draft,
    ...createCustomerStore({ draft, utility, postalCode: '75201', importedAccounts: imported }),
  };
};

test('the customer form initially contains the imported accounts', () => {
  const { input } = createStore();
  expect(input.value.accounts).toMatchObject([
    { identifier: '10443720000000001', street: '1 North St', city: 'Dallas', postalCode: '75201' },
    { identifier: '', street: '', postalCode: '75202', annualUsage: { amount: '24000', unit: 'kWh' } },
  ]);
});

test('submits the annual usage of each imported account', () => {
  const row = createStore();
  row.removeAccount(1);
  row.setField('/customer/legalName', 'Invented Bakery LLC');
  row.setField('/customer/entityType', 'llc');
  row.setField('/customer/taxId', '123456789');
  row.setField('/signer/name', 'Dana Example');
  row.setField('/signer/title', 'Owner');
  row.setField('/signer/email', 'dana@example.com');
  row.setField('/signer/phone', '2145550199');
  expect(row.submit()?.accounts).toMatchObject([{ annualUsage: { amount: '24000', unit: 'kWh' } }]);
});

test('does not overwrite the customer’s input with imported accounts', () => {
  const first = createStore({ utilities: [], locations: [] });
  first.setAccountField(0, 'street', '9 Typed Rd');
  const second = createStore(twoAccounts, first.draft.value);
  expect(second.input.value.accounts.map(({ street }) => street)).toEqual(['9 Typed Rd']);
});

test('ignores an import for a different utility, and limits the accounts to the maximum per contract', () => {
  expect(toAccounts(twoAccounts, { code: 'PECO' })).toBeUndefined();
  const long = { utilities: ['ONCOR'], locations: Array.from({ length: 80 }, (_, line) => site({ line })) };
  expect(toAccounts(long, utility)).toHaveLength(50);
});
