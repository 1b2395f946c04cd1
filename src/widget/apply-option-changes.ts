import type { WidgetOptions } from './options.ts';
import type { QuoteFormStore } from './quote-form/quote-form-store.ts';

/** An option that changed fills its field again, unless the customer has typed something else there. */
export function applyOptionChanges(
  { prefill, postalCode, usage }: Pick<QuoteFormStore, 'prefill' | 'postalCode' | 'usage'>,
  previous: WidgetOptions,
  current: WidgetOptions,
): void {
  const changedValue = (input: string, from: string | undefined, to: string | undefined) =>
    to !== from && (!input || input === from) ? to : undefined;
  prefill({
    commodity: current.commodity === previous.commodity ? undefined : current.commodity,
    postalCode: changedValue(postalCode.peek(), previous.postalCode, current.postalCode),
    annualUsage: changedValue(usage.peek(), previous.annualUsage, current.annualUsage),
  });
}
