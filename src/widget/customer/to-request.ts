import type { CustomerInput } from './customer-input.ts';
import { normalize, normalizeIdentifier, normalizeNameKey } from './normalize.ts';

/** Leaves out where nothing stands. */
const omitEmpty = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

/**
 * Puts what was typed into the wire's shape: tidied text, still unchecked. Files are no text: they are not in here.
 *
 * @param state the utility's
 */
export function toContractRequest(
  { fields, billedAtService, signerIsContact, accounts }: CustomerInput,
  state: string,
) {
  const fieldsUnder = (prefix: string) =>
    omitEmpty(
      Object.fromEntries(
        Object.entries(fields).map(([pointer, input]) => {
          const name = pointer.replace(prefix, '');
          return [name, !name.includes('/') && normalize(name, input)];
        }),
      ),
    );
  const supply = fieldsUnder('/currentSupply/');
  return {
    customer: {
      ...fieldsUnder('/customer/'),
      ...(!billedAtService && { billingAddress: fieldsUnder('/customer/billingAddress/') }),
    },
    signer: fieldsUnder('/signer/'),
    ...(!signerIsContact && { contact: fieldsUnder('/contact/') }),
    ...(Object.keys(supply).length > 0 && { currentSupply: supply }),
    accounts: accounts.map(({ identifier, meterNumber, nameKey, street, unit, city, postalCode, annualUsage }) =>
      omitEmpty({
        identifier: normalizeIdentifier(identifier),
        meterNumber: normalizeIdentifier(meterNumber),
        nameKey: normalizeNameKey(nameKey),
        serviceAddress: omitEmpty({
          street: street.trim(),
          unit: unit.trim(),
          city: city.trim(),
          state,
          postalCode: postalCode.trim(),
        }),
        annualUsage,
      }),
    ),
  };
}
