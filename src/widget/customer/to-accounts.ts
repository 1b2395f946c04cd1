import type { Utility } from '../../wire/utility.ts';
import type { ImportedLocations } from '../location-import/imported-locations.ts';
import { type AccountInput, emptyAccount, MAX_ACCOUNTS } from './customer-input.ts';

/** The imported accounts, if this utility may serve them. At most `MAX_ACCOUNTS`. */
export function toAccounts(
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
