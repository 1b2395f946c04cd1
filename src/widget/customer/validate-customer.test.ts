import { expect, test } from 'vitest';
import { uploadIdOf, utility } from '../../../test/support/fake-bff.ts';
import type { Uploads } from './customer-draft.ts';
import { type CustomerInput, emptyAccount, emptyInput } from './customer-input.ts';
import { validateCustomer } from './validate-customer.ts';

const input: CustomerInput = {
  ...emptyInput('75201'),
  accounts: [{ ...emptyAccount(0, '75201'), identifier: '10443720001234567', street: '1 Main St', city: 'Dallas' }],
  fields: {
    '/customer/legalName': 'Invented Bakery LLC',
    '/customer/entityType': 'llc',
    '/customer/taxId': '12-3456789',
    '/signer/name': 'Dana Example',
    '/signer/title': 'Owner',
    '/signer/email': 'dana@example.com',
    '/signer/phone': '(214) 555-0199',
  },
};
const uploaded = (kind: 'latest_bill' | 'tax_exemption'): Uploads => ({
  [kind]: {
    state: 'uploaded',
    file: new File(['%PDF-1.7'], 'a.pdf'),
    upload: { id: uploadIdOf(kind), kind, type: 'application/pdf', bytes: 8, expiresAt: '2027-01-01T00:00:00Z' },
  },
});

test('requires and submits an exemption certificate only for a tax-exempt customer', () => {
  const files = uploaded('tax_exemption');
  expect(validateCustomer(input, utility(), files).details).not.toHaveProperty('taxExemption');
  expect(validateCustomer({ ...input, exempt: true }, utility(), files).details?.taxExemption).toEqual({
    certificate: uploadIdOf('tax_exemption'),
  });
  expect(validateCustomer({ ...input, exempt: true }, utility(), {}).errors).toEqual({
    '/taxExemption/certificate': 'certificate_missing',
  });
});

test('does not submit input from closed sections', () => {
  const noFiles = {
    ...input,
    fields: { ...input.fields, '/customer/billingAddress/street': 'PO Box 1', '/contact/name': 'Robin Sample' },
  };
  const { details } = validateCustomer(noFiles, utility(), {});
  expect(JSON.stringify(details)).not.toMatch(/PO Box|Robin/);
});

test('reports an error for each invalid field, including fields that only the utility requires', () => {
  const { errors } = validateCustomer(
    { ...input, fields: { ...input.fields, '/customer/legalName': '' } },
    utility({ requiredFields: ['nameKey'] }),
    {},
  );
  expect(errors).toEqual({
    '/customer/legalName': 'required',
    '/accounts/0/nameKey': 'required',
  });
});
