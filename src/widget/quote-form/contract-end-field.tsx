import { DateField } from '../components/date-field.tsx';
import type { FieldProps } from '../components/fields.tsx';
import { Status } from '../components/live-region.tsx';
import { currentContractEnd, setCurrentContractEnd } from '../customer/customer-draft.ts';
import type { QuoteFormErrorMessages } from '../i18n/en/deferred.ts';
import type { Format } from '../i18n/format.ts';
import type { LazyMessages } from '../i18n/lazy-messages.ts';
import { addDays, overlapsCurrentSupply } from '../switch-deadline.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { RatesStore } from './rates-store.ts';

interface ContractEndFieldProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
  readonly messages: Pick<LazyMessages, 'quoteFormErrors'>;
}

/**
 * The field for the end date of the current contract. The field is next to the start month, because the new contract
 * should start right after the current contract ends.
 */
export function ContractEndField({ context, rates, messages: { quoteFormErrors } }: ContractEndFieldProps) {
  const messages = quoteFormErrors.contractEnd;
  const date = currentContractEnd(context);
  // While the year is being typed, the browser reports years such as 0202.
  const isComplete = date >= '2000';
  const note = isComplete ? transitionNote(date, rates, messages, context.format) : {};
  return (
    <>
      <DateField
        name="contractEnd"
        label={messages.label}
        optional={context.catalog.app.optional}
        hint={messages.hint}
        {...note}
        value={date}
        onInput={(value) => setCurrentContractEnd(context, value)}
      />
      <Status class="visually-hidden">{note.warning}</Status>
    </>
  );
}

/**
 * Describes an overlap or a gap between the current and the new contract. An overlap is a warning. A gap is a warning
 * if an earlier start month would shorten the gap, and otherwise a hint.
 */
function transitionNote(
  contractEnd: string,
  { startMonth, availableMonths }: RatesStore,
  messages: QuoteFormErrorMessages['contractEnd'],
  format: Format,
): Pick<FieldProps, 'hint' | 'warning'> {
  const start = startMonth.value;
  const best = availableMonths.value.find((month) => !overlapsCurrentSupply(contractEnd, month));
  if (overlapsCurrentSupply(contractEnd, start))
    return { warning: messages.overlap(format.month(start), best && format.month(best)) };
  const [from, to] = [addDays(contractEnd, 1), addDays(`${start}-01`, -1)];
  if (from > to) return {};
  const gap = (earlier?: string) => messages.gap(format.date(from), format.date(to), earlier);
  return best && best < start ? { warning: gap(format.month(best)) } : { hint: gap() };
}
