import { LazyDetails } from '../components/lazy-details.tsx';
import { isTooLateToSwitch } from '../switch-deadline.ts';
import type { SectionProps } from './field-binding.ts';
import { CurrentSupplyFields } from './optional-sections.lazy.tsx';

/** The current supplier contract, and a warning if the new one can no longer start on time. */
export function CurrentSupplySection(props: SectionProps) {
  const { context, selection, messages } = props;
  const { startMonth } = selection.offer;
  const { leadTimeDays, name } = selection.utility;
  const isTooLate = isTooLateToSwitch(startMonth, leadTimeDays, new Date());
  return (
    <>
      <h2>{messages.currentSupply.heading}</h2>
      <p class="text-muted">{messages.currentSupply.hint}</p>
      <LazyDetails summary={messages.currentSupply.summary} initiallyOpen={CurrentSupplyFields.isLoaded(context)}>
        <CurrentSupplyFields {...props} />
      </LazyDetails>
      {isTooLate && (
        <p class="field-note field-note-warning">
          {messages.currentSupply.tooSoon(name, leadTimeDays, context.format.month(startMonth))}
        </p>
      )}
    </>
  );
}
