import type { Utility } from '../../wire/utility.ts';
import type { ListedSites } from '../shopper.ts';
import { type AccountInput, emptyAccount } from './customer-input.ts';
import { mostAccounts } from './most-accounts.ts';

/** Meters from the customer's list, as far as this utility may deliver to them; undefined when there is no such list. */
export function listedAccounts(
  listed: ListedSites | undefined,
  { code }: Pick<Utility, 'code'>,
): readonly AccountInput[] | undefined {
  if (!listed?.utilities.includes(code)) return undefined;
  return listed.sites.slice(0, mostAccounts).map((site, key) => ({
    ...emptyAccount(key, site.postalCode),
    identifier: site.accountNumber,
    street: site.street,
    city: site.city,
    annualUsage: { amount: site.usage, unit: site.unit },
  }));
}
