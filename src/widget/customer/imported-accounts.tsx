import type { Energy } from '../../wire/decimal.ts';
import { Alert } from '../components/alert.tsx';
import type { OptionalMessages } from '../i18n/en/customer-optional.ts';
import { importedLocations } from '../location-import/imported-locations.ts';
import type { WidgetContext } from '../widget-context.ts';
import { MAX_ACCOUNTS } from './customer-input.ts';
import type { OptionalSectionProps } from './field-binding.ts';
import { toAccounts } from './to-accounts.ts';
import { usageOutsideBand } from './usage-band.ts';

/** Explains where imported accounts come from, and whether the offer is priced for their usage. */
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

/** An imported account's annual usage. */
export const AccountUsage = ({
  context: { format },
  annualUsage: { amount, unit },
  optionalMessages,
}: AccountUsageProps & { readonly optionalMessages: OptionalMessages }) => (
  <p class="text-muted text-small">{optionalMessages.annualUsage(`${format.number(amount)} ${format.unit(unit)}`)}</p>
);
