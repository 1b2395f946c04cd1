import { signal } from '@preact/signals';
import { perWidget } from '../per-widget.ts';
import type { WidgetContext } from '../widget-context.ts';
import { customerDraft } from './customer-draft.ts';

const PATH = '/currentSupply/contractEnd';

/**
 * What was entered before the customer step, whose draft contains the date from then on. Undefined until then: after a
 * reload, the stored date applies.
 */
const enteredDate = perWidget(() => signal<string | undefined>(undefined));

/** When the customer's current contract ends: an ISO date, or an empty string. The first two steps share it. */
export const currentContractEnd = (context: WidgetContext): string =>
  customerDraft(context).input.value?.fields[PATH] ??
  enteredDate(context).value ??
  context.sessionStore.read('contractEnd') ??
  '';

export function setCurrentContractEnd(context: WidgetContext, date: string): void {
  const { input } = customerDraft(context);
  enteredDate(context).value = date;
  context.sessionStore.write('contractEnd', date);
  if (input.value) input.value = { ...input.value, fields: { ...input.value.fields, [PATH]: date } };
}
