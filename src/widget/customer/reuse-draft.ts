import { batch } from '@preact/signals';
import { importedLocations } from '../location-import/imported-locations.ts';
import type { WidgetContext } from '../widget-context.ts';
import { customerDraft, setCurrentContractEnd } from './customer-draft.ts';
import type { AccountInput } from './customer-input.ts';

/**
 * Prepares the draft for a second contract, for the other commodity. The business and its addresses stay the same; the
 * meters, the bill and the current supplier differ.
 */
export function reuseDraftForOtherCommodity(context: WidgetContext): void {
  const { input } = customerDraft(context);
  batch(() => {
    removeSupplyData(context);
    input.value = input.value && { ...input.value, accounts: input.value.accounts.map(withoutMeterData) };
  });
}

/**
 * Prepares the draft for another location. The business, the signer and the contact stay the same; the accounts, the
 * bill and the current supplier differ.
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
 * Removes the bill, the current supplier, the imported locations and the contracts to which the draft has belonged.
 */
function removeSupplyData(context: WidgetContext): void {
  const { contractId, correctedContractId, input, files } = customerDraft(context);
  contractId.value = undefined;
  // The next contract is another purchase, whatever the customer was about to correct.
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
