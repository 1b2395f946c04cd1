import { DateField } from '../components/date-field.tsx';
import { currentContractEnd, setCurrentContractEnd } from '../customer/current-contract-end.ts';
import { overlapsCurrentSupply } from '../customer/current-supply.ts';
import type { LazyMessages } from '../i18n/lazy-messages.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { RatesStore } from './rates-store.ts';

interface ContractEndFieldProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
  readonly messages: Pick<LazyMessages, 'quoteFormErrors'>;
}

/** When the current contract ends, beside the start month, because the new one should not start before then. */
export function ContractEndField({ context, rates, messages: { quoteFormErrors } }: ContractEndFieldProps) {
  const messages = quoteFormErrors.contractEnd;
  const date = currentContractEnd(context);
  const startMonth = rates.startMonth.value;
  return (
    <DateField
      name="contractEnd"
      label={messages.label}
      optional={context.catalog.app.optional}
      hint={messages.hint}
      warning={
        date && overlapsCurrentSupply(date, startMonth) ? messages.overlap(context.format.month(startMonth)) : undefined
      }
      value={date}
      onInput={(value) => setCurrentContractEnd(context, value)}
    />
  );
}
