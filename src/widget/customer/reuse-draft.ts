import { batch } from '@preact/signals';
import { importedLocations } from '../location-import/imported-locations.ts';
import type { WidgetContext } from '../widget-context.ts';
import { customerDraft } from './customer-draft.ts';
import type { CustomerInput } from './customer-input.ts';

/**
 * Prepares the draft for a second contract, for the other commodity. The business and its addresses stay the same; the
 * meters, the bill and the current supplier differ.
 */
export function reuseDraftForOtherCommodity(context: WidgetContext): void {
  const { input, files } = customerDraft(context);
  const { latest_bill: _, ...otherFiles } = files.value;
  batch(() => {
    input.value = input.value && withoutMeterData(input.value);
    files.value = otherFiles;
    importedLocations(context).value = undefined;
  });
}

const withoutMeterData = (input: CustomerInput): CustomerInput => ({
  ...input,
  fields: { ...input.fields, '/currentSupply/supplier': '', '/currentSupply/contractEnd': '' },
  accounts: input.accounts.map(({ annualUsage: _, ...account }) => ({ ...account, identifier: '', meterNumber: '' })),
});
