import { expect, test } from 'vitest';
import { offer, utility } from '../../../test/support/fake-bff.ts';
import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import { usageOutsideBand } from './imported-accounts.tsx';
import { findWarnings } from './submission-warnings.ts';

const selection: SelectedOffer = { offer: offer(), utility: utility(), postalCode: '75201' };
const meter = (overrides: object = {}, identifier = '10443720012345678') => ({
  identifier,
  serviceAddress: { street: '1200 Example Ave', city: 'Dallas', state: 'TX', postalCode: '75201', ...overrides },
});
const completeDetails: CustomerDetails = {
  customer: { legalName: 'Invented Bakery LLC', entityType: 'llc', taxId: '123456789' },
  signer: { name: 'Dana Example', title: 'Owner', email: 'dana@invented-bakery.example', phone: '+12145550199' },
  accounts: [meter()],
  latestBill: `up_${'a'.repeat(22)}`,
};
const today = new Date(2026, 10, 21);
const named = (legalName: string, entityType: CustomerDetails['customer']['entityType'] = 'llc'): CustomerDetails => ({
  ...completeDetails,
  customer: { ...completeDetails.customer, legalName, entityType },
});
const warnings = (
  details: CustomerDetails,
  overrides: Partial<SelectedOffer> = {},
  now = today,
  rejectedNumbers: readonly string[] = [],
) =>
  findWarnings(details, { ...selection, ...overrides }, now, {
    isUsageOutsideBand: usageOutsideBand(details.accounts, overrides.offer ?? selection.offer) !== undefined,
    rejectedNumbers,
  }).map(({ code, field, accountIndex }) =>
    accountIndex === undefined ? `${code} ${field}` : `${code} ${field} ${accountIndex}`,
  );

test('returns no warnings for typical valid input', () => {
  expect(warnings(completeDetails)).toEqual([]);
});

test('warns about an account number that was rejected before', () => {
  expect(warnings(completeDetails, {}, today, ['10443720012345678'])).toEqual([
    'identifier_rejected /accounts/0/identifier 0',
  ]);
});

test.each([
  ['dana@gmial.com', true],
  ['dana@gmai.com', true],
  ['dana@yaho.com', true],
  ['dana@hotmial.com', true],
  ['dana@bakery.con', true],
  ['dana@gmail.com', false],
  ['dana@gm.com', false],
  ['dana@gma.org', false],
  ['dana@yahoo.com', false],
  ['dana@outlook.com', false],
  ['dana@icloud.com', false],
])('reports whether the email address %s may be misspelled: %s', (email, isMisspelled) => {
  const found = warnings({ ...completeDetails, signer: { ...completeDetails.signer, email } });
  expect(found).toEqual(isMisspelled ? ['email_misspelled /signer/email'] : []);
});

test.each([
  ['invented bakery llc', 'llc', ['name_lower_case /customer/legalName']],
  ['INVENTED BAKERY LLC', 'llc', []],
  ['Invented Bakery', 'llc', ['name_ending_missing /customer/legalName']],
  ['Invented Bakery L.L.C.', 'llc', []],
  ['Invented Dental PLLC', 'llc', []],
  ['Invented Bakery', 'corporation', ['name_ending_missing /customer/legalName']],
  ['Invented Bakery Co.', 'corporation', []],
  ['Invented Bakery, Inc.', 'corporation', []],
  ['Invented Bakery Inc', 'llc', ['name_ending_other /customer/entityType']],
  ['Invented Bakery LLC', 'sole_proprietor', ['name_ending_other /customer/entityType']],
  ['Invented Partners LP', 'partnership', []],
  ['Dana Example', 'sole_proprietor', []],
  ['Incognito Lincoln LLC', 'llc', []],
  ['東京 4711', 'sole_proprietor', []],
  ['Invented LLC dba Crumbs', 'llc', ['name_with_trade_name /customer/tradeName']],
  ['Invented LLC d/b/a Crumbs', 'llc', ['name_with_trade_name /customer/tradeName']],
  ['The Invented Bakery of North Central Texas LLC', 'llc', ['name_long /customer/legalName']],
] as const)('for the name “%s” with the entity type %s, returns the warnings %j', (name, type, expected) => {
  expect(warnings(named(name, type))).toEqual(expected);
});

test('does not warn about a long name within the published limit of the utility’s state', () => {
  const name = 'The Invented Bakery of Northern Maryland LLC';
  expect(warnings(named(name), { utility: utility({ state: 'MD' }) })).toEqual([]);
});

test.each([['an identifier that violates an unverified rule', { accounts: [meter(), meter({}, '1234')] }]])(
  'warns about a meter with %s',
  (_, overrides) => {
    const unverified = utility({ identifier: { ...utility().identifier, confidence: 'weak' } });
    expect(warnings({ ...completeDetails, ...overrides }, { utility: unverified })).toEqual([
      'identifier_doubted /accounts/1/identifier 1',
    ]);
  },
);

test("warns about a meter outside the quote's ZIP code", () => {
  expect(warnings({ ...completeDetails, accounts: [meter(), meter({ postalCode: '75202' })] })).toEqual([
    'postal_code_elsewhere /accounts/1/serviceAddress/postalCode 1',
  ]);
});

test.each([
  [
    'a current contract that overlaps the new one',
    { currentSupply: { contractEnd: '2027-01-31' } },
    ['overlap /currentSupply/contractEnd'],
  ],
  ['a current contract that ends before the new one starts', { currentSupply: { contractEnd: '2026-12-31' } }, []],
  ['a missing bill', { latestBill: undefined }, ['bill_missing /latestBill']],
  [
    'a signer with a single name',
    { signer: { ...completeDetails.signer, name: 'Dana' } },
    ['signer_one_word /signer/name'],
  ],
])('returns the expected warnings for %s', (_, overrides, expected) => {
  expect(warnings({ ...completeDetails, ...overrides })).toEqual(expected);
});

test("warns when total usage is outside the price's usage band", () => {
  const priced = { offer: offer({ usageBand: { from: '100000', to: '150000', unit: 'kWh' } }) };
  const withUsage = (amount: string) => ({
    ...completeDetails,
    accounts: [{ ...meter(), annualUsage: { amount, unit: 'kWh' as const } }],
  });
  expect(warnings(withUsage('120000'), priced)).toEqual([]);
  expect(warnings(withUsage('150000'), priced)).toEqual(['usage_misfit /accounts/0/identifier']);
});

test.each(['nonprofit', 'government'] as const)(
  'asks a customer of type %s about tax exemption unless there is a certificate',
  (type) => {
    const details = named('Invented Shelter', type);
    expect(warnings(details)).toEqual(['exemption_unsaid exempt']);
    expect(warnings({ ...details, taxExemption: { certificate: `up_${'b'.repeat(22)}` } })).toEqual([]);
  },
);

test('warns about a start month that is too early for the utility', () => {
  expect(warnings(completeDetails, {}, new Date(2026, 11, 26))).toEqual(['start_too_soon /currentSupply/contractEnd']);
});
