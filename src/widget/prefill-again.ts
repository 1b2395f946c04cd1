import type { WidgetOptions } from './options.ts';
import type { RatesModel } from './rates/rates-model.ts';

/** An option that changed fills its field again, unless the customer has typed something else there. */
export function prefillAgain(
  { prefill, postalCode, usage }: Pick<RatesModel, 'prefill' | 'postalCode' | 'usage'>,
  before: WidgetOptions,
  now: WidgetOptions,
): void {
  const fill = (typed: string, was: string | undefined, is: string | undefined) =>
    is !== was && (!typed || typed === was) ? is : undefined;
  prefill({
    commodity: now.commodity === before.commodity ? undefined : now.commodity,
    postalCode: fill(postalCode.peek(), before.postalCode, now.postalCode),
    annualUsage: fill(usage.peek(), before.annualUsage, now.annualUsage),
  });
}
