import { batch } from '@preact/signals';
import { importedLocations } from '../location-import/imported-locations.ts';
import type { WidgetContext } from '../widget-context.ts';
import { customerDraft, setCurrentContractEnd } from './customer-draft.ts';
import type { AccountInput } from './customer-input.ts';

/**
 * Prepares the draft for a second contract, for the other commodity. Keeps the business, the people and the addresses.
 * Removes the account and meter numbers, the bill and the current supplier.
 */
export function reuseDraftForOtherCommodity(context: WidgetContext): void {
  const { input } = customerDraft(context);
  batch(() => {
    removeSupplyData(context);
    input.value = input.value && { ...input.value, accounts: input.value.accounts.map(withoutMeterData) };
  });
}

/**
 * Prepares the draft for another location. Keeps the business, the signer and the contact. Removes the accounts, the
 * bill and the current supplier.
 */
export function reuseDraftForOtherLocation(context: WidgetContext): void {
  const { input, prepared } = customerDraft(context);
  batch(() => {
    removeSupplyData(context);
    input.value = input.value && { ...input.value, accounts: [] };
    prepared.value = undefined;
  });
}

/**
 * Removes the bill, the current supplier, the imported locations, and the links from the draft to earlier contracts.
 */
function removeSupplyData(context: WidgetContext): void {
  const { contractId, correctedContractId, input, files, paused } = customerDraft(context);
  contractId.value = undefined;
  paused.value = undefined;
  // The next contract is a new purchase, even if the customer was correcting a rejected contract.
  correctedContractId.value = undefined;
  const { latest_bill: _, ...otherFiles } = files.value;
  files.value = otherFiles;
  importedLocations(context).value = undefined;
  setCurrentContractEnd(context, '');
  if (input.value) input.value = { ...input.value, fields: { ...input.value.fields, '/currentSupply/supplier': '' } };
}

const withoutMeterData = ({ annualUsage: _, ...account }: AccountInput): AccountInput => ({
  ...account,
  identifier: '',
  meterNumber: '',
});
