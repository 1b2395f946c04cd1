import type { Utility } from '../../wire/utility.ts';
import type { ImportedLocations } from '../widget-context.ts';
import { type AccountInput, emptyAccount } from './customer-input.ts';
import { MAX_ACCOUNTS } from './max-accounts.ts';

/** Meters from the customer's list, as far as this utility may deliver to them; undefined when there is no such list. */
export function importedAccounts(
  imported: ImportedLocations | undefined,
  { code }: Pick<Utility, 'code'>,
): readonly AccountInput[] | undefined {
  if (!imported?.utilities.includes(code)) return undefined;
  return imported.locations.slice(0, MAX_ACCOUNTS).map((location, key) => ({
    ...emptyAccount(key, location.postalCode),
    identifier: location.accountNumber,
    street: location.street,
    city: location.city,
    annualUsage: { amount: location.usage, unit: location.unit },
  }));
}
