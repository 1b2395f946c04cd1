import { LazyDetails } from '../components/lazy-details.tsx';
import type { SectionProps } from './field-binding.ts';
import { CurrentSupplyFields } from './optional-sections.lazy.tsx';

/** The current supplier contract. */
export function CurrentSupplySection(props: SectionProps) {
  const { heading, hint, summary } = props.messages.currentSupply;
  return (
    <>
      <h2>{heading}</h2>
      <p class="text-muted">{hint}</p>
      <LazyDetails summary={summary} initiallyOpen={CurrentSupplyFields.isLoaded(props.context)}>
        <CurrentSupplyFields {...props} />
      </LazyDetails>
    </>
  );
}
