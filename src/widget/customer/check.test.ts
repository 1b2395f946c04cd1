import { expect, test } from 'vitest';
import { uploadIdOf, utility } from '../fake-bff.ts';
import { check } from './check.ts';
import { type CustomerInput, emptyAccount, emptyInput } from './customer-input.ts';
import type { Files } from './file-state.ts';

const typed: CustomerInput = {
  ...emptyInput('75201'),
  accounts: [{ ...emptyAccount(0, '75201'), identifier: '10443720001234567', street: '1 Main St', city: 'Dallas' }],
  texts: {
    '/customer/legalName': 'Invented Bakery LLC',
    '/customer/entityType': 'llc',
    '/customer/taxId': '12-3456789',
    '/signer/name': 'Dana Example',
    '/signer/title': 'Owner',
    '/signer/email': 'dana@example.com',
    '/signer/phone': '(214) 555-0199',
  },
};
const kept = (kind: 'latest_bill' | 'tax_exemption'): Files => ({
  [kind]: {
    state: 'kept',
    file: new File(['%PDF-1.7'], 'a.pdf'),
    upload: { id: uploadIdOf(kind), kind, type: 'application/pdf', bytes: 8, expiresAt: '2027-01-01T00:00:00Z' },
  },
});

test('a certificate counts for who says to be exempt only', () => {
  const files = kept('tax_exemption');
  expect(check(typed, utility(), files).details).not.toHaveProperty('taxExemption');
  expect(check({ ...typed, exempt: true }, utility(), files).details?.taxExemption).toEqual({
    certificate: uploadIdOf('tax_exemption'),
  });
  expect(check({ ...typed, exempt: true }, utility(), {}).faults).toEqual({
    '/taxExemption/certificate': 'certificate_missing',
  });
});

test('what stands in a part that is closed goes nowhere', () => {
  const closed = {
    ...typed,
    texts: { ...typed.texts, '/customer/billingAddress/street': 'PO Box 1', '/contact/name': 'Robin Sample' },
  };
  const { details } = check(closed, utility(), {});
  expect(JSON.stringify(details)).not.toMatch(/PO Box|Robin/);
});

test('of each field the first thing is said, and a utility’s own needs are among them', () => {
  const { faults } = check(
    { ...typed, texts: { ...typed.texts, '/customer/legalName': '' } },
    utility({ needs: ['nameKey'] }),
    {},
  );
  expect(faults).toEqual({
    '/customer/legalName': 'required',
    '/accounts/0/nameKey': 'required',
  });
});
