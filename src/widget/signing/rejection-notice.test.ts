import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toFieldPath } from '../customer/to-field-path.ts';
import { customer } from '../i18n/en/customer.ts';
import { customerOptional } from '../i18n/en/optional-sections.ts';
import { rejectionReasons } from '../i18n/en/rejection-reasons.ts';
import { submissionErrors } from '../i18n/en/submission-errors.ts';
import { rejectionMessage } from './rejection-notice.tsx';

const schema = readFileSync(new URL('../../upstreams/msc/contracting.graphql', import.meta.url), 'utf8');
const knownCodes = /enum UserErrorCode \{([^}]+)\}/.exec(schema)?.[1]?.toLowerCase().match(/\w+/g) ?? [];
/**
 * Codes without a rejection message. The rate codes are separate problem types. The last three codes are not responses
 * to contract creation.
 */
const otherCodes = ['rate_changed', 'rate_expired', 'contract_not_signable', 'signature_too_late', 'not_found'];
const problem = (code: string, path: string) => ({ path, code, detail: code.replaceAll('_', ' ') });

test('every upstream code that rejects a contract has a message', () => {
  const messages: Record<string, string> = {
    ...customer.errors,
    ...rejectionReasons,
    ...customerOptional.uploads.errors,
    ...submissionErrors.rejections,
  };
  expect(knownCodes.length).toBeGreaterThan(8);
  expect(knownCodes.filter((code) => !otherCodes.includes(code) && !messages[code])).toEqual([]);
});

test.each([
  ['/accounts/1/identifier', 'account_identifier_malformed', '/accounts/1/identifier'],
  ['/accounts', 'account_identifier_malformed', '/accounts/0/identifier'],
  ['/accounts/1/serviceAddress/state', 'utility_rate_mismatch', '/accounts/1/serviceAddress/postalCode'],
  ['/customer/legalName', 'legal_name_missing', '/customer/legalName'],
  ['/customer/legalName', 'credit_hold', undefined],
  ['/annualUsage', 'usage_outside_band', undefined],
  ['/taxExemption/certificate', 'tax_exemption_without_certificate', '/taxExemption/certificate'],
  ['/latestBill', 'document_not_found', '/latestBill'],
  ['/accounts/1/nameKey', 'name_key_missing', '/accounts/1/nameKey'],
  ['/accounts/0/meterNumber', 'meter_number_missing', '/accounts/0/meterNumber'],
  ['/startMonth', 'utility_rate_mismatch', undefined],
  ['/accounts/2/identifier', 'duplicate_account', undefined],
])('with two accounts, maps a rejection at %s with code %s to the field %s', (path, code, field) => {
  expect(toFieldPath(problem(code, path), 2)).toBe(field);
});

test('shows each rejection message once, and the generic message for an unknown code', () => {
  const expectedCodes = problem('credit_hold', '/customer/legalName');
  expect(rejectionMessage(submissionErrors, [expectedCodes, expectedCodes])).toBe(
    submissionErrors.rejections.credit_hold,
  );
  expect(rejectionMessage(submissionErrors, [problem('moon_phase', '')])).toBe(submissionErrors.rejections.other);
});
