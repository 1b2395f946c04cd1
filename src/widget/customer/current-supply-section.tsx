import { isTooLateToSwitch, signByDate } from './current-supply-dates.ts';
import type { SectionProps } from './field-binding.ts';
import { type MaybeSeldom, SeldomDetails } from './seldom-part.tsx';

/** Who supplies until now, and whether the new contract can begin when it should. */
export function CurrentSupplySection(props: SectionProps & MaybeSeldom) {
  const { context, selection, messages } = props;
  const { format } = context;
  const { startMonth } = selection.offer;
  const { leadTimeDays, name } = selection.utility;
  const start = format.month(startMonth);
  const lastDay = new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(signByDate(startMonth, leadTimeDays)),
  );
  const isTooLate = isTooLateToSwitch(startMonth, leadTimeDays, new Date());
  return (
    <>
      <h2>{messages.currentSupply.heading}</h2>
      <p class="text-muted">{messages.currentSupply.hint}</p>
      <SeldomDetails {...props} words={messages.currentSupply.summary}>
        {({ SupplyFields, words }) => <SupplyFields {...props} optionalMessages={words} />}
      </SeldomDetails>
      <p class={isTooLate ? 'field-note field-note-warning' : 'field-note text-muted'}>
        {isTooLate
          ? messages.currentSupply.tooSoon(name, leadTimeDays, start)
          : messages.currentSupply.signBy(lastDay, start)}
      </p>
    </>
  );
}
