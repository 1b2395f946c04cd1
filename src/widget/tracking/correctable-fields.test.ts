import { expect, test } from 'vitest';
import { contract } from '../../../test/support/fake-bff.ts';
import { accountFieldPath } from '../customer/customer-input.ts';
import { TEXT_FIELD_PATHS } from '../customer/to-field-path.ts';
import { correctableFields } from './resubmission.tsx';

const enteredAccounts = [{ identifier: '10443720 00123 4567' }, { identifier: '10443720-00765-8901' }];
const account = (last4: string, code?: string) => ({
  last4,
  status: 'rejected' as const,
  reasons: code ? [{ code, message: '' }] : [],
  timeline: [],
});
const rejected = (accounts: ReturnType<typeof account>[], code?: string) =>
  contract({ status: 'rejected', accounts, reasons: code ? [{ code, message: '' }] : [] });
const pathsOf = (...args: Parameters<typeof rejected>) =>
  correctableFields(rejected(...args), enteredAccounts).map(({ path, code }) => [path, code]);

test('marks the number of the rejected account, regardless of the order of the accounts', () => {
  expect(pathsOf([account('8901', 'A76'), account('4567')], 'A76')).toEqual([['/accounts/1/identifier', 'A76']]);
});

test('marks the numbers of all accounts if the reason does not specify an account', () => {
  expect(pathsOf([account('4567'), account('8901')], 'wrong_account_number').map(([path]) => path)).toEqual([
    '/accounts/0/identifier',
    '/accounts/1/identifier',
  ]);
});

test('marks the form fields that the rejection reasons refer to', () => {
  const both = rejected([account('8901', 'A76'), account('4567')], 'legal_name');
  expect(correctableFields(both, enteredAccounts).map(({ path }) => path)).toEqual([
    accountFieldPath(1, 'identifier'),
    TEXT_FIELD_PATHS.find((pointer) => pointer === '/customer/legalName'),
  ]);
});

test('marks a misspelled name only once', () => {
  expect(pathsOf([account('4567', 'legal_name')], 'LEGAL_NAME')).toEqual([['/customer/legalName', 'LEGAL_NAME']]);
});

test('marks no field for a reason that no correction can resolve', () => {
  for (const code of ['credit', 'ABN', 'no_bill_copy', 'moon_phase'])
    expect(pathsOf([account('4567', code)])).toEqual([]);
});

test('marks no field for a contract that was not rejected', () => {
  expect(correctableFields({ ...rejected([account('4567', 'A76')]), status: 'on_hold' }, enteredAccounts)).toEqual([]);
});
