import type { WidgetOptions } from './options.ts';
import type { RatesStore } from './quote-form/rates-store.ts';

/** Prefills the field of each option that changed. A ZIP code or usage that the customer has replaced is kept. */
export function applyOptionChanges(
  { prefill, postalCode, primary }: Pick<RatesStore, 'prefill' | 'postalCode' | 'primary'>,
  previous: WidgetOptions,
  current: WidgetOptions,
): void {
  const changedValue = (input: string, from: string | undefined, to: string | undefined) =>
    to !== from && (!input || input === from) ? to : undefined;
  prefill({
    commodity: current.commodity === previous.commodity ? undefined : current.commodity,
    postalCode: changedValue(postalCode.peek(), previous.postalCode, current.postalCode),
    annualUsage: changedValue(primary.usage.peek(), previous.annualUsage, current.annualUsage),
  });
}
