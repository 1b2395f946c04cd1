import type { Offer } from '../../wire/offer.ts';
import type { Energy } from '../../wire/primitives.ts';
import type { Utility } from '../../wire/utility.ts';
import { Alert } from '../components/alert.tsx';
import type { OptionalMessages } from '../i18n/en/optional-sections.ts';
import { type ImportedLocations, importedLocations } from '../location-import/imported-locations.ts';
import { TO_BASE_UNIT } from '../usage/parse-usage.ts';
import type { WidgetContext } from '../widget-context.ts';
import { type AccountInput, emptyAccount, MAX_ACCOUNTS } from './customer-input.ts';
import type { OptionalSectionProps } from './field-binding.tsx';

/** Explains the source of imported accounts, and warns if their usage is outside the offer's usage band. */
export function ImportedAccountsNotice({
  context,
  selection,
  store,
  messages,
  optionalMessages,
}: OptionalSectionProps) {
  const { format } = context;
  const outsideBand = usageOutsideBand(store.input.value.accounts, selection.offer);
  const imported = importedLocations(context).value;
  const accounts = toAccounts(imported, selection.utility);
  return (
    <>
      {outsideBand && (
        <Alert action={messages.back} onAction={() => context.dispatch({ type: 'back' })}>
          {optionalMessages.usageMismatch(`${format.number(outsideBand.amount)} ${format.unit(outsideBand.unit)}`)}
        </Alert>
      )}
      {accounts && imported && (
        <p class="text-muted">
          {imported.locations.length > MAX_ACCOUNTS
            ? optionalMessages.importTruncated(imported.locations.length, MAX_ACCOUNTS)
            : optionalMessages.imported(accounts.length)}
        </p>
      )}
    </>
  );
}

export interface AccountUsageProps {
  readonly context: WidgetContext;
  readonly annualUsage: Energy;
}

export const AccountUsage = ({
  context: { format },
  annualUsage: { amount, unit },
  optionalMessages,
}: AccountUsageProps & { readonly optionalMessages: OptionalMessages }) => (
  <p class="text-muted text-small">{optionalMessages.annualUsage(`${format.number(amount)} ${format.unit(unit)}`)}</p>
);

/** Returns the imported accounts, at most `MAX_ACCOUNTS`, or undefined if they do not belong to this utility. */
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

/**
 * Returns the total annual usage of the accounts if it is outside the offer's usage band, in the unit of the band.
 *
 * @returns undefined when the usage is within the band or cannot be compared with the band
 * @example usageOutsideBand([{ annualUsage: { amount: '36000', unit: 'kWh' } }], offer)?.amount // '36000'
 */
export function usageOutsideBand(
  accounts: readonly { readonly annualUsage?: Energy | undefined }[],
  { usageBand }: Offer,
): Energy | undefined {
  if (!usageBand) return undefined;
  const { from, to, unit } = usageBand;
  let sum = 0;
  for (const { annualUsage } of accounts) {
    if (!annualUsage || (annualUsage.unit === 'kWh') !== (unit === 'kWh')) return undefined;
    sum += (Number(annualUsage.amount) * TO_BASE_UNIT[annualUsage.unit]) / TO_BASE_UNIT[unit];
  }
  // Removes binary floating-point error from the sum.
  const total = Math.round(sum * 1_000) / 1_000;
  return total >= Number(from) && total < Number(to) ? undefined : { amount: String(Math.round(total)), unit };
}
