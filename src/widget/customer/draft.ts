import type { CustomerInput } from './customer-input.ts';
import { tidy, tidyIdentifier, tidyNameKey } from './tidy.ts';

/** Leaves out where nothing stands. */
const filled = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

/**
 * Puts what was typed into the wire's shape: tidied text, still unchecked. Files are no text: they are not in here.
 *
 * @param state the utility's
 */
export function draftFrom({ texts, billedAtService, signerIsContact, accounts }: CustomerInput, state: string) {
  const under = (place: string) =>
    filled(
      Object.fromEntries(
        Object.entries(texts).map(([pointer, typed]) => {
          const name = pointer.replace(place, '');
          return [name, !name.includes('/') && tidy(name, typed)];
        }),
      ),
    );
  const supply = under('/currentSupply/');
  return {
    customer: {
      ...under('/customer/'),
      ...(!billedAtService && { billingAddress: under('/customer/billingAddress/') }),
    },
    signer: under('/signer/'),
    ...(!signerIsContact && { contact: under('/contact/') }),
    ...(Object.keys(supply).length > 0 && { currentSupply: supply }),
    accounts: accounts.map(({ identifier, meterNumber, nameKey, street, unit, city, postalCode, annualUsage }) =>
      filled({
        identifier: tidyIdentifier(identifier),
        meterNumber: tidyIdentifier(meterNumber),
        nameKey: tidyNameKey(nameKey),
        serviceAddress: filled({
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
