import type { SavedPurchase } from '../../wire/prepared-purchase.ts';
import { type CustomerInput, emptyAccount, emptyInput } from '../customer/customer-input.ts';
import { TEXT_FIELD_PATHS } from '../customer/to-field-path.ts';
import { formatForDisplay } from '../customer/to-request.ts';

/** A saved purchase as the input of the form, so that the customer can correct everything. */
export function toCustomerInput(purchase: SavedPurchase): CustomerInput {
  const { accounts, contact, customer, postalCode, taxExempt = false } = purchase;
  const fields = TEXT_FIELD_PATHS.flatMap((path) => {
    const text = textAt(purchase, path);
    return text === undefined ? [] : [[path, formatForDisplay(path, text)] as const];
  });
  return {
    ...emptyInput(postalCode),
    fields: Object.fromEntries(fields),
    billedAtService: !customer.billingAddress,
    signerIsContact: !contact,
    exempt: taxExempt,
    accounts: accounts.map(({ identifier, meterNumber, nameKey, serviceAddress, annualUsage }, key) => ({
      ...emptyAccount(key, serviceAddress.postalCode),
      identifier,
      meterNumber: meterNumber ?? '',
      nameKey: nameKey ?? '',
      street: serviceAddress.street,
      unit: serviceAddress.unit ?? '',
      city: serviceAddress.city,
      ...(annualUsage && { annualUsage }),
    })),
  };
}

/** The text at a JSON Pointer (RFC 6901) without escapes. */
function textAt(value: unknown, pointer: string): string | undefined {
  const found = pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((parent, name) => Reflect.get(Object(parent), name), value);
  return typeof found === 'string' ? found : undefined;
}
