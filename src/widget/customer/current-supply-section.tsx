import { isTooLateToSwitch, signByDate } from './current-supply.ts';
import type { SectionProps } from './field-binding.ts';
import { CurrentSupplyFields, LazyDetails } from './optional-sections.lazy.tsx';

/** The current supplier contract, and the last day to sign so that the new contract can begin on time. */
export function CurrentSupplySection(props: SectionProps) {
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
      <LazyDetails summary={messages.currentSupply.summary} initiallyOpen={CurrentSupplyFields.isLoaded(context)}>
        <CurrentSupplyFields {...props} />
      </LazyDetails>
      <p class={isTooLate ? 'field-note field-note-warning' : 'field-note text-muted'}>
        {isTooLate
          ? messages.currentSupply.tooSoon(name, leadTimeDays, start)
          : messages.currentSupply.signBy(lastDay, start)}
      </p>
    </>
  );
}
