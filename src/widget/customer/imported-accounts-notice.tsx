import { Alert } from '../components/alert.tsx';
import type { OptionalMessages } from '../i18n/en/customer-optional.ts';
import type { SectionProps } from './field-binding.ts';
import { importedAccounts } from './imported-accounts.ts';
import { MAX_ACCOUNTS } from './max-accounts.ts';
import { usageOutsideBand } from './usage-band.ts';

/** What is to be said of meters that come from a list of the customer's. */
export function ImportedAccountsNotice({
  context,
  selection,
  store,
  messages,
  optionalMessages,
}: SectionProps & { readonly optionalMessages: OptionalMessages }) {
  const { format } = context;
  const { accounts } = store.input.value;
  const outsideBand = usageOutsideBand(accounts, selection.offer);
  const importedLocations = context.importedLocations.value;
  const accountsFromList = importedAccounts(importedLocations, selection.utility);
  return (
    <>
      {outsideBand && (
        <Alert action={messages.back} onAction={() => context.dispatch({ type: 'back' })}>
          {optionalMessages.usageMismatch(`${format.number(outsideBand.amount)} ${format.unit(outsideBand.unit)}`)}
        </Alert>
      )}
      {accountsFromList && importedLocations && (
        <p class="text-muted">
          {importedLocations.locations.length > MAX_ACCOUNTS
            ? optionalMessages.importTruncated(importedLocations.locations.length, MAX_ACCOUNTS)
            : optionalMessages.imported(accountsFromList.length)}
        </p>
      )}
    </>
  );
}
